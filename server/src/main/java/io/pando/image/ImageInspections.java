package io.pando.image;

import io.pando.access.Caller;
import io.pando.api.ImageInspection;
import io.pando.api.InstalledPackage;
import io.pando.api.Job;
import io.pando.api.KnownPackages;
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
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What is known of images' disks, and how it becomes known. */
@Service
class ImageInspections {
    private final ImageViews views;
    private final InspectionStore store;
    private final PackageDirectory directory;
    private final Jobs jobs;
    private final Estimates estimates;
    private final Database database;

    ImageInspections(
            ImageViews views,
            InspectionStore store,
            PackageDirectory directory,
            Jobs jobs,
            Estimates estimates,
            Database database) {
        this.views = views;
        this.store = store;
        this.directory = directory;
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

    /**
     * Which packages there are for an image.
     *
     * @param query what their names are to have in them; null for any
     */
    KnownPackages known(Caller caller, String idOrName, @Nullable String query, Paging paging) {
        ImageRecord image = views.require(caller, idOrName);
        return directory.known(image.id(), store.contents(List.of(image.id())).get(image.id()), part(query), paging);
    }

    /** Which packages there are for any of the images of a system that the caller sees; null for any system. */
    List<String> suggestions(Caller caller, @Nullable String os, @Nullable String query, Paging paging) {
        return directory.search(views.contents(caller, os), part(query), paging);
    }

    private static String part(@Nullable String query) {
        return query == null ? "" : query.strip().toLowerCase(Locale.ROOT);
    }

    Plan planListing(Caller caller, String idOrName) {
        return planListing(views.changeableWhenReady(caller, idOrName));
    }

    private Plan planListing(ImageRecord image) {
        return plan(
                ListPackagesJob.NAME,
                "Ask which packages there are for the image %s".formatted(image.name()),
                new Plan.Effect(
                        "Packages",
                        "a throw-away appliance asks where those of %s come from".formatted(image.name()),
                        "its disk is not changed; what is known stays when nobody answers"));
    }

    Job listPackages(Caller caller, String idOrName, @Nullable IdempotencyKey key) {
        return submit(
                caller,
                idOrName,
                key,
                image -> new Task<>(
                        ListPackagesJob.NAME,
                        "Ask which packages there are for image " + image.name(),
                        new ListPackagesJob.Request(image.id()),
                        planListing(image)));
    }

    Plan plan(Caller caller, String idOrName) {
        return plan(views.changeableWhenReady(caller, idOrName));
    }

    private Plan plan(ImageRecord image) {
        return plan(
                InspectImageJob.NAME,
                "Look at what is on the disk of the image %s".formatted(image.name()),
                new Plan.Effect("Disk", image.disk() + " is read in a throw-away appliance", "it is not changed"));
    }

    Job inspect(Caller caller, String idOrName, @Nullable IdempotencyKey key) {
        return submit(
                caller,
                idOrName,
                key,
                image -> new Task<>(
                        InspectImageJob.NAME,
                        "Look at the disk of image " + image.name(),
                        new InspectImageJob.Request(image.id()),
                        plan(image)));
    }

    private Plan plan(String job, String title, Plan.Effect effect) {
        List<Plan.PlannedStep> steps = estimates.steps(job, "any");
        return new Plan(job, title, true, List.of(effect), steps, Estimates.total(steps), List.of(), List.of());
    }

    private record Task<R>(String job, String title, R request, Plan plan) {}

    private <R> Job submit(
            Caller caller, String idOrName, @Nullable IdempotencyKey key, Function<ImageRecord, Task<R>> of) {
        return jobs.once(caller, key, idempotency -> {
            ImageRecord image = views.changeableWhenReady(caller, idOrName);
            Deed.present().object("image", image.id(), image.name());
            Task<R> task = of.apply(image);
            return jobs.submit(new JobSubmission<>(
                    task.job(),
                    task.title(),
                    caller.userId(),
                    image.projectId(),
                    image.subject(),
                    "any",
                    task.request(),
                    task.plan(),
                    idempotency));
        });
    }
}
