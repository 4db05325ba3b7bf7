package io.pando.image;

import io.pando.access.Caller;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.builder.packages.PackageLists;
import io.pando.configuration.PandoProperties;
import io.pando.guest.PackageInstallation;
import io.pando.host.Hosts;
import io.pando.job.JobKind;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The job that asks, where an image's packages come from, which ones there are. When it fails, what was known before stays. */
@Component
class ListPackagesJob implements JobKind<ListPackagesJob.Request> {
    static final String NAME = "image.list-packages";
    private static final String APPLIANCE = "appliance of list-packages";

    private final InspectDisk.Tools tools;
    private final PackageLists lists;
    private final PackageDirectory packages;
    private final Hosts hosts;
    private final PandoProperties properties;
    private final ImageInspections service;

    ListPackagesJob(
            InspectDisk.Tools tools,
            PackageLists lists,
            PackageDirectory packages,
            Hosts hosts,
            PandoProperties properties,
            @Lazy ImageInspections service) {
        this.tools = tools;
        this.lists = lists;
        this.packages = packages;
        this.hosts = hosts;
        this.properties = properties;
        this.service = service;
    }

    record Request(String imageId) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps() {
        return List.of(new AskForPackages());
    }

    @Override
    public void undone(StepContext<Request> context, Problem cause) {
        packages.failed(context.request().imageId(), String.valueOf(cause.detail()));
    }

    @Override
    public Job retry(Caller caller, Request request) {
        return service.listPackages(caller, request.imageId(), null);
    }

    private final class AskForPackages implements Step<Request> {
        @Override
        public String name() {
            return "list-packages";
        }

        @Override
        public String title() {
            return "Ask which packages there are";
        }

        @Override
        public double weight() {
            return 20;
        }

        @Override
        public String intent(StepContext<Request> context) {
            ImageRecord image = image(context);
            return "Make the disk %s from %s, for a while".formatted(ImageNames.draft(image.disk()), image.disk());
        }

        @Override
        public Outcome run(StepContext<Request> context) throws InterruptedException {
            ImageRecord image = image(context);
            UUID appliance = UUID.fromString(
                    context.recall(APPLIANCE, () -> UUID.randomUUID().toString()));
            String draft = ImageNames.draft(image.disk());
            // An appliance of an attempt that was cut short may still have the draft open.
            tools.builder().remove(image.hostId(), appliance);
            hosts.hypervisor(image.hostId()).disks().createDraft(draft, image.disk());
            List<String> names = lists.fetch(
                    appliance,
                    image.hostId(),
                    draft,
                    PackageInstallation.settings(PackageInstallation.Sources.of(properties)),
                    progress -> context.progress(progress.percent(), progress.detail()));
            undo(context);
            return Outcome.of(
                    "%,d packages".formatted(names.size()),
                    () -> packages.heard(context.request().imageId(), names));
        }

        @Override
        public void undo(StepContext<Request> context) {
            ImageRecord image = image(context);
            context.recall(APPLIANCE)
                    .map(UUID::fromString)
                    .ifPresent(id -> tools.builder().remove(image.hostId(), id));
            hosts.hypervisor(image.hostId()).disks().delete(ImageNames.draft(image.disk()));
        }

        private ImageRecord image(StepContext<Request> context) {
            return tools.images().findNow(context.request().imageId()).orElseThrow();
        }
    }
}
