package io.pando.image;

import io.pando.access.Caller;
import io.pando.api.ImageInspection;
import io.pando.api.InstalledPackage;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What is known of images' disks, and how it becomes known. */
@Service
class ImageInspections {
    private final ImageViews views;
    private final InspectionStore store;
    private final Jobs jobs;
    private final Estimates estimates;
    private final Database database;

    ImageInspections(ImageViews views, InspectionStore store, Jobs jobs, Estimates estimates, Database database) {
        this.views = views;
        this.store = store;
        this.jobs = jobs;
        this.estimates = estimates;
        this.database = database;
    }

    ImageInspection find(Caller caller, String idOrName) {
        ImageRecord image = views.require(caller, idOrName);
        return store.find(image.id())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "Nobody has looked at the disk of the image %s yet.".formatted(image.name()),
                        "Have it looked at: pando image inspect %s.".formatted(image.name())));
    }

    Page<InstalledPackage> packages(Caller caller, String idOrName, @Nullable String query, Paging paging) {
        ImageRecord image = views.require(caller, idOrName);
        return database.reading(
                () -> paging.page(store.packages(image.id(), query, paging), store.count(image.id(), query)));
    }

    Plan plan(Caller caller, String idOrName) {
        return plan(views.changeableWhenReady(caller, idOrName));
    }

    private Plan plan(ImageRecord image) {
        List<Plan.PlannedStep> steps = estimates.steps(InspectImageJob.NAME, "any");
        return new Plan(
                InspectImageJob.NAME,
                "Look at what is on the disk of the image %s".formatted(image.name()),
                true,
                List.of(new Plan.Effect(
                        "Disk", image.disk() + " is read in a throw-away appliance", "it is not changed")),
                steps,
                Estimates.total(steps),
                List.of(),
                List.of());
    }

    Job inspect(Caller caller, String idOrName, @Nullable IdempotencyKey key) {
        return jobs.once(caller, key, idempotency -> {
            ImageRecord image = views.changeableWhenReady(caller, idOrName);
            Deed.present().object("image", image.id(), image.name());
            return jobs.submit(new JobSubmission<>(
                    InspectImageJob.NAME,
                    "Look at the disk of image " + image.name(),
                    caller.userId(),
                    image.projectId(),
                    image.subject(),
                    "any",
                    new InspectImageJob.Request(image.id()),
                    plan(image),
                    idempotency));
        });
    }
}
