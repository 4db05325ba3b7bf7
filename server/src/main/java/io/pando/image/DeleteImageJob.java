package io.pando.image;

import io.pando.api.Image;
import io.pando.api.Problem;
import io.pando.host.Hosts;
import io.pando.host.Hypervisor;
import io.pando.job.JobKind;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The job that takes an image away, with its master. */
@Component
class DeleteImageJob implements JobKind<DeleteImageJob.Request> {
    static final String NAME = "image.delete";
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final ImageStore store;
    private final ImageViews views;
    private final ImageService service;
    private final Hosts hosts;
    private final ImageCopies copies;
    private final ObjectProvider<ImageResidents> residents;

    DeleteImageJob(
            ImageStore store,
            ImageViews views,
            ImageService service,
            Hosts hosts,
            ImageCopies copies,
            ObjectProvider<ImageResidents> residents) {
        this.store = store;
        this.views = views;
        this.service = service;
        this.hosts = hosts;
        this.copies = copies;
        this.residents = residents;
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
        return List.of(new DropResidents(), new DeleteDisks());
    }

    @Override
    public void done(StepContext<Request> context) {
        service.forget(context.request().imageId());
    }

    @Override
    public void undone(StepContext<Request> context, Problem cause) {
        store.move(
                context.request().imageId(),
                Image.State.DELETING,
                Image.State.FAILED,
                "It could not be deleted: " + cause.detail());
        views.publish(context.request().imageId());
    }

    private final class DropResidents implements Step<Request> {
        @Override
        public String name() {
            return "drop-warm-machines";
        }

        @Override
        public String title() {
            return "Take away machines of it that wait";
        }

        @Override
        public double weight() {
            return 0.2;
        }

        @Override
        public Outcome run(StepContext<Request> context) {
            String imageId = context.request().imageId();
            return residents.orderedStream().allMatch(each -> each.leaveImage(imageId))
                    ? Outcome.of("none is left")
                    : Outcome.later(LOOK_EVERY, "Waiting until the one that is being made is taken away");
        }
    }

    private final class DeleteDisks implements Step<Request> {
        @Override
        public String name() {
            return "delete-disks";
        }

        @Override
        public String title() {
            return "Forget the master and delete its disks";
        }

        @Override
        public Outcome run(StepContext<Request> context) {
            ImageRecord image = store.findNow(context.request().imageId()).orElseThrow();
            Hypervisor host = hosts.hypervisor(image.hostId());
            if (host.domains().find(image.domainUuid()).isPresent()) {
                host.domains().powerOff(image.domainUuid());
                host.domains().undefine(image.domainUuid());
            }
            copies.deleteAll(image.id(), context.jobId());
            host.disks().delete(image.masterDisk());
            host.disks().delete(image.disk());
            // Left by a staging that could not be undone.
            host.disks().delete(ImageNames.draft(image.disk()));
            return Outcome.of(image.disk() + " is gone");
        }
    }
}
