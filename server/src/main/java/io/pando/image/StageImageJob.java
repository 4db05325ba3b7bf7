package io.pando.image;

import io.pando.access.Caller;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.api.StageImage;
import io.pando.builder.sealing.Sealed;
import io.pando.builder.sealing.Sealing;
import io.pando.host.Disks;
import io.pando.host.Hosts;
import io.pando.job.JobKind;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.provisioning.FirstBoot;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The job that makes an image of a model: a draft of its disk is sealed, and what it holds then is copied, so that nothing of the model's
 * disk is part of the new one.
 */
@Component
class StageImageJob implements JobKind<StageImageJob.Request> {
    static final String NAME = "image.stage";
    private static final String BYTES = "bytes";
    private static final String THERE = "there";
    private static final String GONE = "gone";
    private static final String APPLIANCE = "appliance of seal-disk";

    private final ImageStore store;
    private final StagingStore stagings;
    private final ImageService images;
    private final StagingService service;
    private final Sealing sealing;
    private final Hosts hosts;
    private final InspectDisk.Tools tools;

    StageImageJob(
            ImageStore store,
            StagingStore stagings,
            ImageService images,
            @Lazy StagingService service,
            Sealing sealing,
            Hosts hosts,
            InspectDisk.Tools tools) {
        this.store = store;
        this.stagings = stagings;
        this.images = images;
        this.service = service;
        this.sealing = sealing;
        this.hosts = hosts;
        this.tools = tools;
    }

    /**
     * What is to be made.
     *
     * @param wanted as it was asked for, for asking once more
     */
    record Request(String imageId, String modelId, StageImage wanted) {}

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
        return List.of(
                new SealDisk(),
                new CopySealed(),
                new InspectDisk<>(tools, Request::imageId, InspectDisk.Demand.NO_IDENTITY),
                new DropDraft());
    }

    @Override
    public void done(StepContext<Request> context) {
        images.publishMade(context.request().imageId());
    }

    @Override
    public void undone(StepContext<Request> context, Problem cause) {
        images.withdraw(
                context.request().imageId(),
                context.recall(BYTES).filter(THERE::equals).isPresent(),
                cause);
    }

    @Override
    public Job retry(Caller caller, Request request) {
        return service.stage(caller, request.modelId(), request.wanted(), null);
    }

    private ImageRecord image(StepContext<Request> context) {
        return store.findNow(context.request().imageId()).orElseThrow();
    }

    private ImageRecord model(StepContext<Request> context) {
        return store.findNow(context.request().modelId())
                .orElseThrow(() -> new IllegalStateException("A model that is being staged cannot go away"));
    }

    private Disks disks(ImageRecord image) {
        return hosts.hypervisor(image.hostId()).disks();
    }

    private final class SealDisk implements Step<Request> {
        @Override
        public String name() {
            return "seal-disk";
        }

        @Override
        public String title() {
            return "Strip a draft of the disk of what tells it apart";
        }

        @Override
        public double weight() {
            return 15;
        }

        @Override
        public String intent(StepContext<Request> context) {
            return "Make the disk %s from %s, and seal it"
                    .formatted(
                            ImageNames.draft(image(context).disk()),
                            model(context).disk());
        }

        @Override
        public Outcome run(StepContext<Request> context) throws InterruptedException {
            ImageRecord image = image(context);
            UUID appliance = UUID.fromString(
                    context.recall(APPLIANCE, () -> UUID.randomUUID().toString()));
            context.remember(BYTES, THERE);
            String draft = ImageNames.draft(image.disk());
            // An appliance of an attempt that was cut short may still have the draft open.
            tools.builder().remove(image.hostId(), appliance);
            // Anew in each attempt: one that was sealed halfway is in no certain state.
            disks(image).createDraft(draft, model(context).disk());
            Sealed sealed = sealing.seal(
                    appliance,
                    image.hostId(),
                    draft,
                    FirstBoot.program(),
                    progress -> context.progress(progress.percent(), progress.detail()));
            return Outcome.of(
                    "%d things stripped by %d operations; %s starts the first-boot software"
                            .formatted(sealed.stripped(), sealed.operations().size(), sealed.initSystem()),
                    () -> stagings.recordSealed(
                            image.id(), sealed, tools.clock().instant()));
        }

        @Override
        public void undo(StepContext<Request> context) {
            ImageRecord image = image(context);
            context.recall(APPLIANCE)
                    .map(UUID::fromString)
                    .ifPresent(id -> tools.builder().remove(image.hostId(), id));
            disks(image).delete(ImageNames.draft(image.disk()));
            context.remember(BYTES, GONE);
        }
    }

    private final class CopySealed implements Step<Request> {
        @Override
        public String name() {
            return "copy-disk";
        }

        @Override
        public String title() {
            return "Copy what is left, without anything of the model's disk";
        }

        @Override
        public double weight() {
            return 5;
        }

        @Override
        public String intent(StepContext<Request> context) {
            return "Make the disk " + image(context).disk();
        }

        @Override
        public Outcome run(StepContext<Request> context) {
            ImageRecord image = image(context);
            ImageRecord model = model(context);
            Disks disks = disks(image);
            long stored = model.storedSize() == null ? 1 : Math.max(1, model.storedSize());
            disks.createFull(
                    image.disk(),
                    ImageNames.draft(image.disk()),
                    copied -> context.progress(
                            100.0 * copied / stored, "%d of about %d MiB".formatted(copied >> 20, stored >> 20)));
            Disks.Disk disk = disks.find(image.disk()).orElseThrow();
            return Outcome.of(
                    "%s, %d MiB".formatted(disk.name(), disk.storedSize() >> 20),
                    () -> store.recordStored(image.id(), disk.virtualSize(), disk.storedSize()));
        }

        @Override
        public void undo(StepContext<Request> context) {
            ImageRecord image = image(context);
            disks(image).delete(image.disk());
        }
    }

    private final class DropDraft implements Step<Request> {
        @Override
        public String name() {
            return "drop-draft";
        }

        @Override
        public String title() {
            return "Delete the draft";
        }

        @Override
        public double weight() {
            return 0.2;
        }

        @Override
        public Outcome run(StepContext<Request> context) {
            ImageRecord image = image(context);
            disks(image).delete(ImageNames.draft(image.disk()));
            return Outcome.of("it is gone");
        }
    }
}
