package io.pando.image;

import io.pando.access.Caller;
import io.pando.access.Quotas;
import io.pando.api.Amounts;
import io.pando.api.Fault;
import io.pando.api.Image;
import io.pando.api.ImageSealing;
import io.pando.api.Job;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.StageImage;
import io.pando.api.UpdateImage;
import io.pando.builder.sealing.SealingOperation;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.host.Hosts;
import io.pando.host.NewIdentity;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Which images are models, and how images are staged of them. */
@Service
class StagingService {
    private final ImageStore store;
    private final StagingStore stagings;
    private final PackageDirectory packages;
    private final ImageViews views;
    private final ImportRoom room;
    private final Hosts hosts;
    private final Jobs jobs;
    private final Estimates estimates;
    private final Quotas quotas;
    private final Database database;
    private final PandoProperties properties;
    private final Clock clock;

    StagingService(
            ImageStore store,
            StagingStore stagings,
            PackageDirectory packages,
            ImageViews views,
            ImportRoom room,
            Hosts hosts,
            Jobs jobs,
            Estimates estimates,
            Quotas quotas,
            Database database,
            PandoProperties properties,
            Clock clock) {
        this.store = store;
        this.stagings = stagings;
        this.packages = packages;
        this.views = views;
        this.room = room;
        this.hosts = hosts;
        this.jobs = jobs;
        this.estimates = estimates;
        this.quotas = quotas;
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    Image update(Caller caller, String idOrName, UpdateImage wanted) {
        return database.inTransaction(() -> {
            ImageRecord image = views.changeable(caller, idOrName);
            Boolean model = wanted.model();
            Deed.present().object("image", image.id(), image.name()).before(() -> views.shown(image));
            if (model != null) {
                if (model && stagings.isStaged(image.id())) {
                    throw new ProblemException(
                            ProblemType.WRONG_STATE,
                            "The image %s was staged of a model: it is none itself.".formatted(image.name()),
                            "Stage its model again for the next version.");
                }
                stagings.mark(image.id(), model);
                views.publish(image.id());
            }
            Image after = views.shown(image);
            Deed.present().after(after);
            return after;
        });
    }

    ImageSealing sealing(Caller caller, String idOrName) {
        ImageRecord image = views.require(caller, idOrName);
        return stagings.sealing(image.id())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "The image %s is not sealed.".formatted(image.name()),
                        "Stage it: pando image stage %s.".formatted(image.name())));
    }

    Plan plan(Caller caller, String idOrName, StageImage wanted) {
        return database.inTransaction(() -> plan(decide(caller, idOrName, wanted)));
    }

    /**
     * What would be made of what.
     *
     * @param faults what stands in its way
     */
    private record Decision(ImageRecord model, String name, int version, long size, List<Fault> faults) {}

    private Decision decide(Caller caller, String idOrName, StageImage wanted) {
        ImageRecord model = views.changeableWhenReady(caller, idOrName);
        if (stagings.isStaged(model.id())) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "The image %s was staged already.".formatted(model.name()),
                    "Stage its model again for the next version.");
        }
        int version = stagings.nextVersion(model.id());
        String name = wanted.name() == null ? ImageNames.version(model.name(), version) : wanted.name();
        List<Fault> faults = ImageNames.faults(name, wanted.description());
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        if (store.findByName(name).isPresent()) {
            throw ImageNames.taken(name);
        }
        hosts.find(model.hostId()).ifPresent(host -> room.require(host, stored(model)));
        long size = model.virtualSize() == null ? 0 : model.virtualSize();
        String project = model.projectId();
        return new Decision(
                model,
                name,
                version,
                size,
                project == null ? List.of() : quotas.shortfalls(project, "image:new", Amounts.image(size)));
    }

    private static long stored(ImageRecord model) {
        Long stored = model.storedSize();
        return stored == null ? 0 : stored;
    }

    private Plan plan(Decision decision) {
        List<Plan.PlannedStep> steps =
                estimates.steps(StageImageJob.NAME, decision.model().id());
        return new Plan(
                StageImageJob.NAME,
                "Stage version %d of the model %s as the image %s"
                        .formatted(decision.version(), decision.model().name(), decision.name()),
                decision.faults().isEmpty(),
                List.of(
                        new Plan.Effect(
                                "Image",
                                "%s, disk of %.1f GiB".formatted(decision.name(), decision.size() / 1073741824.0),
                                "a copy that reads nothing from the model's disk"),
                        new Plan.Effect(
                                "Sealing",
                                "%d operations, such as machine id, host keys, logs and histories"
                                        .formatted(SealingOperation.all().size()),
                                "machines made from it share nothing with the model"),
                        new Plan.Effect(
                                "First boot",
                                "Pando's first-boot software is put in",
                                "machines ask for their settings instead of being logged in to"),
                        new Plan.Effect("Model", decision.model().name() + " stays as it is", null)),
                steps,
                Estimates.total(steps),
                decision.faults(),
                List.of());
    }

    Job stage(Caller caller, String idOrName, StageImage wanted, @Nullable IdempotencyKey key) {
        return jobs.once(caller, key, idempotency -> {
            Decision decision = decide(caller, idOrName, wanted);
            ImageRecord model = decision.model();
            ImageRecord image = record(caller, model, decision.name(), wanted.description(), decision.version());
            if (!store.insert(image)) {
                throw ImageNames.taken(image.name());
            }
            stagings.mark(model.id(), true);
            stagings.insert(image.id(), model, decision.version());
            packages.inherit(image.id(), model.id());
            // Everything but the identity is the model's, and so is the way into its guests.
            if (model.accessFound() != null && model.bootSeconds() != null && model.identity() != null) {
                store.recordExamination(
                        image.id(),
                        model.accessFound(),
                        model.bootSeconds(),
                        model.operatingSystem(),
                        model.identity());
            }
            if (image.projectId() != null) {
                quotas.reserve(image.projectId(), image.charge(), Amounts.image(decision.size()));
            }
            Job job = jobs.submit(new JobSubmission<>(
                    StageImageJob.NAME,
                    "Stage image %s of %s".formatted(image.name(), model.name()),
                    caller.userId(),
                    image.projectId(),
                    image.subject(),
                    model.id(),
                    new StageImageJob.Request(image.id(), model.id(), wanted),
                    plan(decision),
                    idempotency));
            views.publish(image.id());
            views.publish(model.id());
            return job;
        });
    }

    private ImageRecord record(
            Caller caller, ImageRecord model, String name, @Nullable String description, int version) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        return new ImageRecord(
                id,
                name,
                description == null
                        ? "Version %d of the model %s".formatted(version, model.name())
                        : description.strip(),
                Image.State.IMPORTING,
                caller.userId(),
                model.projectId(),
                model.hostId(),
                ImageNames.disk(name, id),
                null,
                null,
                null,
                null,
                model.guestAccess(),
                null,
                null,
                model.accountName(),
                model.accountSecret(),
                model.vcpus(),
                model.memoryMiB(),
                identity.uuid(),
                ImageNames.domain(properties.instance(), name),
                ImageNames.masterDisk(name, id),
                identity.mac(),
                identity.generationId(),
                identity.serial(name.replace('.', '-')),
                null,
                null,
                clock.instant(),
                model.hardware());
    }
}
