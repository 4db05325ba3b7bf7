package io.pando.image;

import io.pando.access.Caller;
import io.pando.access.ProjectAccess;
import io.pando.access.Quotas;
import io.pando.api.Amounts;
import io.pando.api.Fault;
import io.pando.api.GuestAccess;
import io.pando.api.Image;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import io.pando.api.Plan;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.Inspected;
import io.pando.event.Changed;
import io.pando.event.Deed;
import io.pando.guest.Login;
import io.pando.host.Hosts;
import io.pando.host.NewIdentity;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.problem.ProblemException;
import io.pando.secret.Secrets;
import io.pando.upload.Uploads;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** How images come and go, and what they take meanwhile. */
@Service
class ImageService {
    private final ImageStore store;
    private final InspectionStore inspections;
    private final PackageDirectory packages;
    private final StagingStore stagings;
    private final ImageViews views;
    private final ImportSource sources;
    private final ImageGate gate;
    private final ImportRoom room;
    private final Uploads uploads;
    private final Hosts hosts;
    private final Jobs jobs;
    private final Estimates estimates;
    private final ProjectAccess projects;
    private final Quotas quotas;
    private final Secrets secrets;
    private final ObjectProvider<ImageTenants> tenants;
    private final ApplicationEventPublisher events;
    private final PandoProperties properties;
    private final Clock clock;

    ImageService(
            ImageStore store,
            InspectionStore inspections,
            PackageDirectory packages,
            StagingStore stagings,
            ImageViews views,
            ImportSource sources,
            ImageGate gate,
            ImportRoom room,
            Uploads uploads,
            Hosts hosts,
            Jobs jobs,
            Estimates estimates,
            ProjectAccess projects,
            Quotas quotas,
            Secrets secrets,
            ObjectProvider<ImageTenants> tenants,
            ApplicationEventPublisher events,
            PandoProperties properties,
            Clock clock) {
        this.store = store;
        this.inspections = inspections;
        this.packages = packages;
        this.stagings = stagings;
        this.views = views;
        this.sources = sources;
        this.gate = gate;
        this.room = room;
        this.uploads = uploads;
        this.hosts = hosts;
        this.jobs = jobs;
        this.estimates = estimates;
        this.projects = projects;
        this.quotas = quotas;
        this.secrets = secrets;
        this.tenants = tenants;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    // --- import

    /** What an import would do; throws where there is no use in going on. */
    Plan planImport(Caller caller, ImportImage wanted) {
        return plan(wanted, place(caller, wanted), offer(caller, wanted));
    }

    /** In which project an image is to be; null for everybody's. */
    private @Nullable String place(Caller caller, ImportImage wanted) {
        return wanted.project() == null && caller.administrator()
                ? null
                : projects.place(caller, wanted.project()).id();
    }

    /**
     * What is to be imported, as far as it was looked at.
     *
     * @param inspected null when it has to be downloaded first
     */
    private record Offer(
            ImportSource.Offered offered, @Nullable Inspected inspected, Image.@Nullable ExportedHardware hardware) {}

    private Offer offer(Caller caller, ImportImage wanted) {
        validate(wanted);
        DiskFormat format = ImageGate.format(wanted.format());
        ImportSource.Offered offered = sources.offered(caller, wanted);
        if (offered.file() == null) {
            return new Offer(offered, null, null);
        }
        Inspected inspected = gate.look(offered.file(), format);
        room.require(hosts.home(), inspected);
        return new Offer(offered, inspected, ImageHardware.of(inspected));
    }

    /** An offer, or why there is none. */
    private record Tried(@Nullable Offer offer, @Nullable ProblemException refusal) {
        Offer orThrow() {
            if (offer == null) {
                throw refusal == null ? new IllegalStateException("Neither an offer nor a refusal") : refusal;
            }
            return offer;
        }
    }

    private Tried tried(Caller caller, ImportImage wanted) {
        try {
            return new Tried(offer(caller, wanted), null);
        } catch (ProblemException refusal) {
            return new Tried(null, refusal);
        }
    }

    private Plan plan(ImportImage wanted, @Nullable String project, Offer offer) {
        List<Fault> shortfalls = project == null
                ? List.of()
                : quotas.shortfalls(project, "image:new", Amounts.image(ImportRoom.virtualSize(offer.inspected())));
        List<Plan.PlannedStep> steps = estimates.steps(ImportImageJob.NAME, wanted.format());
        List<Plan.Effect> effects = new ArrayList<>();
        effects.add(
                offer.inspected() == null
                        ? new Plan.Effect(
                                "Address",
                                "%s is downloaded".formatted(offer.offered().shown()),
                                "its host is public, or allowed; what comes is looked at before anything reads it")
                        : new Plan.Effect(
                                "File",
                                "%s, %s, %.1f MiB"
                                        .formatted(
                                                offer.offered().shown(),
                                                wanted.format(),
                                                ImportRoom.fileSize(offer.inspected()) / 1048576.0),
                                "its bytes agree with the format, and it refers to no other file"));
        effects.add(new Plan.Effect(
                "Image",
                "%s, %s as qcow2 in %s"
                        .formatted(
                                wanted.name(),
                                ImportRoom.disk(offer.inspected()),
                                properties.host().pool()),
                project == null
                        ? "everybody sees it"
                        : "members of the project %s see it"
                                .formatted(projects.reference(project).name())));
        if (offer.hardware() != null) {
            effects.add(new Plan.Effect(
                    "Defaults", ImageHardware.words(offer.hardware()), "the archive says so of its machine"));
        }
        effects.add(new Plan.Effect(
                "Master",
                "registered with host %s and started once"
                        .formatted(hosts.home().name()),
                "to see how Pando can reach into it and who it says it is"));
        return new Plan(
                ImportImageJob.NAME,
                "Import %s as the master image %s".formatted(offer.offered().shown(), wanted.name()),
                shortfalls.isEmpty(),
                effects,
                steps,
                Estimates.total(steps),
                shortfalls,
                List.of());
    }

    Job importImage(Caller caller, ImportImage wanted, @Nullable IdempotencyKey key) {
        // Looked at before the transaction, which has to be short; but a repeated request is answered like the first
        // one, whatever
        // became of its file meanwhile.
        Tried tried = tried(caller, wanted);
        return jobs.once(caller, key, idempotency -> {
            Offer offer = tried.orThrow();
            ImageRecord image = record(caller, wanted, offer.hardware());
            if (!store.insert(image)) {
                throw ImageNames.taken(wanted.name());
            }
            if (image.projectId() != null) {
                // What has to be downloaded first has a size once it is there.
                quotas.reserve(
                        image.projectId(), image.charge(), Amounts.image(ImportRoom.virtualSize(offer.inspected())));
            }
            if (wanted.upload() != null) {
                uploads.claim(wanted.upload(), image.id());
            }
            Job job = jobs.submit(new JobSubmission<>(
                    ImportImageJob.NAME,
                    "Import image " + image.name(),
                    caller.userId(),
                    image.projectId(),
                    image.subject(),
                    wanted.format(),
                    new ImportRequest(
                            image.id(),
                            wanted.path(),
                            wanted.format(),
                            wanted.upload(),
                            wanted.url(),
                            offer.offered().sha256(),
                            wanted.vcpus(),
                            wanted.memoryMiB()),
                    plan(wanted, image.projectId(), offer),
                    idempotency));
            views.publish(image.id());
            return job;
        });
    }

    private void validate(ImportImage wanted) {
        List<Fault> faults = ImageNames.faults(wanted.name(), wanted.description());
        if (wanted.vcpus() != null && (wanted.vcpus() < 1 || wanted.vcpus() > 64)) {
            faults.add(new Fault("vcpus", "A machine has 1 to 64 virtual processors.", null));
        }
        if (wanted.memoryMiB() != null && (wanted.memoryMiB() < 64 || wanted.memoryMiB() > 1 << 20)) {
            faults.add(new Fault("memoryMiB", "A machine has 64 to 1,048,576 MiB of memory.", null));
        }
        if (wanted.guestAccess() == GuestAccess.CONSOLE && wanted.account() == null) {
            faults.add(new Fault(
                    "account",
                    "To log in on the console Pando needs an account.",
                    "Give the name and password of an account in the image."));
        }
        if (wanted.sha256() != null && !wanted.sha256().matches("[0-9a-fA-F]{64}")) {
            faults.add(new Fault("sha256", "A SHA-256 has 64 hexadecimal digits.", "Leave it out if you have none."));
        }
        if (wanted.account() != null) {
            try {
                Login.of(wanted.account().name(), wanted.account().password());
            } catch (IllegalArgumentException unusable) {
                faults.add(new Fault("account", String.valueOf(unusable.getMessage()), null));
            }
        }
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
    }

    private ImageRecord record(Caller caller, ImportImage wanted, Image.@Nullable ExportedHardware hardware) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        return new ImageRecord(
                id,
                wanted.name(),
                wanted.description() == null ? "" : wanted.description().strip(),
                Image.State.IMPORTING,
                caller.userId(),
                place(caller, wanted),
                hosts.home().id(),
                ImageNames.disk(wanted.name(), id),
                null,
                null,
                null,
                null,
                wanted.guestAccess() == null ? GuestAccess.AUTO : wanted.guestAccess(),
                null,
                null,
                wanted.account() == null ? null : wanted.account().name(),
                wanted.account() == null ? null : secrets.seal(wanted.account().password()),
                vcpus(wanted.vcpus(), hardware),
                memoryMiB(wanted.memoryMiB(), hardware),
                identity.uuid(),
                ImageNames.domain(properties.instance(), wanted.name()),
                ImageNames.masterDisk(wanted.name(), id),
                identity.mac(),
                identity.generationId(),
                identity.serial(wanted.name().replace('.', '-')),
                null,
                null,
                clock.instant(),
                hardware);
    }

    /** What was asked for, else what the archive says, else little. */
    static int vcpus(@Nullable Integer wanted, Image.@Nullable ExportedHardware hardware) {
        Integer said = hardware == null ? null : hardware.vcpus();
        return wanted != null ? wanted : said != null ? said : 1;
    }

    /** Like {@link #vcpus}. */
    static int memoryMiB(@Nullable Integer wanted, Image.@Nullable ExportedHardware hardware) {
        Integer said = hardware == null ? null : hardware.memoryMiB();
        return wanted != null ? wanted : said != null ? said : 512;
    }

    // --- deletion

    Plan planDeletion(Caller caller, String idOrName) {
        ImageRecord image = views.changeable(caller, idOrName);
        ImageTenants known = tenants.getIfAvailable();
        int machines = known == null ? 0 : known.machinesNow(image.id());
        if (machines > 0) {
            throw new ProblemException(
                    ProblemType.IN_USE,
                    "%d %s made from the image %s."
                            .formatted(machines, machines == 1 ? "machine is" : "machines are", image.name()),
                    "Delete those first.");
        }
        if (image.state() == Image.State.IMPORTING) {
            throw new ProblemException(
                    ProblemType.BUSY, "The image %s is still being made.".formatted(image.name()), "Cancel its job.");
        }
        if (stagings.underWay(image.id())) {
            throw new ProblemException(
                    ProblemType.BUSY,
                    "An image is being staged of %s.".formatted(image.name()),
                    "Wait for that job, or cancel it.");
        }
        List<Plan.PlannedStep> steps = estimates.steps(DeleteImageJob.NAME, "any");
        return new Plan(
                DeleteImageJob.NAME,
                "Delete the image %s".formatted(image.name()),
                true,
                List.of(
                        new Plan.Effect("Image", image.name() + " is deleted for good", null),
                        new Plan.Effect("Disk", image.disk() + " is deleted", null)),
                steps,
                Estimates.total(steps),
                List.of(),
                List.of());
    }

    Job delete(Caller caller, String idOrName, @Nullable IdempotencyKey key) {
        return jobs.once(caller, key, idempotency -> {
            Plan plan = planDeletion(caller, idOrName);
            ImageRecord image = views.changeable(caller, idOrName);
            Deed.present().object("image", image.id(), image.name()).before(() -> views.shown(image));
            Job job = jobs.submit(new JobSubmission<>(
                    DeleteImageJob.NAME,
                    "Delete image " + image.name(),
                    caller.userId(),
                    image.projectId(),
                    image.subject(),
                    "any",
                    new DeleteImageJob.Request(image.id()),
                    plan,
                    idempotency));
            if (image.state() != Image.State.DELETING) {
                store.move(image.id(), image.state(), Image.State.DELETING, null);
            }
            views.publish(image.id());
            return job;
        });
    }

    // --- what becomes of it

    /** Publishes an image that was made: from now on machines are made from it. */
    void publishMade(String id) {
        store.move(id, Image.State.IMPORTING, Image.State.READY, null);
        settle(id);
        views.publish(id);
    }

    /**
     * Nothing stays of an image that could not be made, so that its name can be used again; the job says what went wrong. Where bytes
     * could not be taken away the image stays, and stays charged, until somebody deletes it.
     */
    void withdraw(String id, boolean bytesLeft, Problem cause) {
        if (bytesLeft) {
            store.move(id, Image.State.IMPORTING, Image.State.FAILED, cause.detail() + " Delete it.");
            views.publish(id);
        } else {
            forget(id);
        }
    }

    // --- what it takes

    /** Takes the image off the list, with what it was charged, and tells so. Its bytes must be gone. */
    void forget(String id) {
        store.findNow(id).ifPresent(row -> {
            store.delete(id);
            inspections.forget(id);
            packages.forget(id);
            stagings.forget(id);
            quotas.release(row.charge());
            events.publishEvent(new Changed("image", id, null, row.projectId(), null));
        });
    }

    /** It is known now how large the image's disk will be: whether it fits is seen before any of it is written. */
    void charge(String id, long virtualSize) {
        store.findNow(id).ifPresent(row -> {
            String project = row.projectId();
            if (project != null) {
                quotas.reserve(project, row.charge(), Amounts.image(virtualSize));
            }
        });
    }

    /** An import has ended: from now on the image is charged what it really takes. */
    void settle(String id) {
        store.findNow(id).ifPresent(row -> {
            String project = row.projectId();
            Long size = row.storedSize();
            if (project != null && size != null) {
                quotas.settle(project, row.charge(), Amounts.image(size));
            }
        });
    }
}
