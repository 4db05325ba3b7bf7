package io.pando.image;

import io.pando.access.Caller;
import io.pando.access.Users;
import io.pando.api.Fault;
import io.pando.api.GuestAccess;
import io.pando.api.Host;
import io.pando.api.Image;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.User;
import io.pando.configuration.PandoProperties;
import io.pando.event.Changed;
import io.pando.event.Deed;
import io.pando.guest.Login;
import io.pando.host.Hosts;
import io.pando.host.NewIdentity;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import io.pando.secret.Secrets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** The rules about images. */
@Service
class ImageService implements Masters {
    private static final int LONGEST_DESCRIPTION = 2_000;

    private final ImageStore store;
    private final ImportSource sources;
    private final Hosts hosts;
    private final Jobs jobs;
    private final Estimates estimates;
    private final Users users;
    private final Secrets secrets;
    private final ObjectProvider<ImageTenants> tenants;
    private final ApplicationEventPublisher events;
    private final PandoProperties properties;
    private final Clock clock;

    ImageService(
            ImageStore store,
            ImportSource sources,
            Hosts hosts,
            Jobs jobs,
            Estimates estimates,
            Users users,
            Secrets secrets,
            ObjectProvider<ImageTenants> tenants,
            ApplicationEventPublisher events,
            PandoProperties properties,
            Clock clock) {
        this.store = store;
        this.sources = sources;
        this.hosts = hosts;
        this.jobs = jobs;
        this.estimates = estimates;
        this.users = users;
        this.secrets = secrets;
        this.tenants = tenants;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    // --- looking

    Image find(String idOrName) {
        return shown(List.of(require(idOrName))).getFirst();
    }

    Page<Image> list(@Nullable String query, Image.@Nullable State state, Paging paging) {
        return paging.page(shown(store.list(query, state, paging.limit(), paging.offset())), store.count(query, state));
    }

    @Override
    public Optional<Master> ready(String idOrName) {
        return present(idOrName)
                .filter(image -> image.state() == Image.State.READY)
                .map(this::master);
    }

    @Override
    public Optional<String> whyNot(String idOrName) {
        return present(idOrName)
                .filter(image -> image.state() != Image.State.READY)
                .map(image -> switch (image.state()) {
                    case IMPORTING -> "The image %s is still being imported.".formatted(image.name());
                    case FAILED -> "The import of the image %s failed.".formatted(image.name());
                    case DELETING -> "The image %s is being deleted.".formatted(image.name());
                    case READY -> "The image %s is ready.".formatted(image.name());
                });
    }

    @Override
    public Optional<String> idOf(String idOrName) {
        return present(idOrName).map(ImageRecord::id);
    }

    @Override
    public Map<String, String> names(Collection<String> ids) {
        return ids.stream()
                .distinct()
                .flatMap(id -> store.find(id).stream())
                .collect(Collectors.toMap(ImageRecord::id, ImageRecord::name));
    }

    private Optional<ImageRecord> present(String idOrName) {
        return store.findNow(idOrName).or(() -> store.findByName(idOrName));
    }

    private ImageRecord require(String idOrName) {
        return present(idOrName).orElseThrow(() -> ProblemException.notFound("image", idOrName));
    }

    private Master master(ImageRecord image) {
        return new Master(
                image.id(),
                image.name(),
                image.hostId(),
                image.disk(),
                known(image.virtualSize()),
                known(image.storedSize()),
                known(image.accessFound()),
                login(image),
                known(image.bootSeconds()),
                image.vcpus(),
                image.memoryMiB(),
                known(image.identity()));
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("A ready image has everything that its import finds out");
        }
        return value;
    }

    @Nullable
    Login login(ImageRecord image) {
        String name = image.accountName();
        String secret = image.accountSecret();
        return name == null || secret == null ? null : Login.of(name, secrets.open(secret));
    }

    // --- import

    /** What an import would do; throws where there is no use in going on. */
    Plan planImport(ImportImage wanted) {
        validate(wanted);
        ImportSource.Found found = sources.find(wanted.path(), wanted.format());
        List<Plan.PlannedStep> steps = estimates.steps(ImportImageJob.NAME, wanted.format());
        Host host = hosts.home();
        return new Plan(
                ImportImageJob.NAME,
                "Import %s as the master image %s".formatted(wanted.path(), wanted.name()),
                true,
                List.of(
                        new Plan.Effect(
                                "File",
                                "%s, %s, %.1f MiB"
                                        .formatted(found.file(), wanted.format(), found.fileSize() / 1048576.0),
                                "its bytes agree with the format, and it refers to no other file"),
                        new Plan.Effect(
                                "Image",
                                "%s, disk of %.1f GiB as qcow2 in %s"
                                        .formatted(
                                                wanted.name(),
                                                found.virtualSize() / 1073741824.0,
                                                properties.host().pool()),
                                null),
                        new Plan.Effect(
                                "Master",
                                "registered with host %s and started once".formatted(host.name()),
                                "to see how Pando can reach into it and who it says it is")),
                steps,
                Estimates.total(steps),
                List.of(),
                List.of());
    }

    Job importImage(Caller caller, ImportImage wanted, @Nullable IdempotencyKey key) {
        return jobs.once(caller, key, idempotency -> {
            Plan plan = planImport(wanted);
            ImageRecord image = record(caller, wanted);
            if (!store.insert(image)) {
                throw new ProblemException(
                        ProblemType.NAME_TAKEN,
                        "There is an image %s already.".formatted(wanted.name()),
                        "Choose another name, or delete that image first.");
            }
            Job job = jobs.submit(new JobSubmission<>(
                    ImportImageJob.NAME,
                    "Import image " + image.name(),
                    caller.userId(),
                    subject(image),
                    wanted.format(),
                    new ImportRequest(image.id(), wanted.path(), wanted.format()),
                    plan,
                    idempotency));
            publish(image.id());
            return job;
        });
    }

    private void validate(ImportImage wanted) {
        List<Fault> faults = new ArrayList<>();
        if (!ImageNames.NAME.matcher(wanted.name()).matches()) {
            faults.add(new Fault(
                    "name",
                    "An image's name has 1 to 40 lower-case letters, digits, hyphens and dots, and begins with a letter or digit.",
                    "For example debian-12."));
        }
        if (wanted.description() != null && wanted.description().length() > LONGEST_DESCRIPTION) {
            faults.add(new Fault("description", "A description has at most 2,000 characters.", "Shorten it."));
        }
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

    private ImageRecord record(Caller caller, ImportImage wanted) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        return new ImageRecord(
                id,
                wanted.name(),
                wanted.description() == null ? "" : wanted.description().strip(),
                Image.State.IMPORTING,
                caller.userId(),
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
                wanted.vcpus() == null ? 1 : wanted.vcpus(),
                wanted.memoryMiB() == null ? 512 : wanted.memoryMiB(),
                identity.uuid(),
                ImageNames.domain(properties.instance(), wanted.name()),
                ImageNames.masterDisk(wanted.name(), id),
                identity.mac(),
                identity.generationId(),
                identity.serial(wanted.name().replace('.', '-')),
                null,
                null,
                clock.instant());
    }

    // --- deletion

    Plan planDeletion(String idOrName) {
        ImageRecord image = require(idOrName);
        int machines = machines(List.of(image.id())).getOrDefault(image.id(), 0);
        if (machines > 0) {
            throw new ProblemException(
                    ProblemType.IN_USE,
                    "%d %s made from the image %s."
                            .formatted(machines, machines == 1 ? "machine is" : "machines are", image.name()),
                    "Delete those first.");
        }
        if (image.state() == Image.State.IMPORTING) {
            throw new ProblemException(
                    ProblemType.BUSY,
                    "The image %s is still being imported.".formatted(image.name()),
                    "Cancel its job.");
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
            Plan plan = planDeletion(idOrName);
            ImageRecord image = require(idOrName);
            Deed.present()
                    .object("image", image.id(), image.name())
                    .before(() -> shown(List.of(image)).getFirst());
            Job job = jobs.submit(new JobSubmission<>(
                    DeleteImageJob.NAME,
                    "Delete image " + image.name(),
                    caller.userId(),
                    subject(image),
                    "any",
                    new DeleteImageJob.Request(image.id()),
                    plan,
                    idempotency));
            if (image.state() != Image.State.DELETING) {
                store.move(image.id(), image.state(), Image.State.DELETING, null);
            }
            publish(image.id());
            return job;
        });
    }

    private static Job.Subject subject(ImageRecord image) {
        return new Job.Subject("image", image.id(), image.name());
    }

    // --- showing

    /** Tells everybody how the image is now; that it is gone, when it is. */
    void publish(String id) {
        Image image =
                store.findNow(id).map(row -> shown(List.of(row)).getFirst()).orElse(null);
        events.publishEvent(new Changed("image", id, null, image));
    }

    private Map<String, Integer> machines(Collection<String> ids) {
        ImageTenants known = tenants.getIfAvailable();
        return known == null ? Map.of() : known.machines(ids);
    }

    private List<Image> shown(List<ImageRecord> rows) {
        List<String> ids = rows.stream().map(ImageRecord::id).toList();
        Map<String, Integer> machines = machines(ids);
        Map<String, Jobs.Latest> latest = jobs.latest(ids);
        Map<String, User> owners =
                users.get(rows.stream().map(ImageRecord::ownerId).toList());
        return rows.stream()
                .map(row -> shown(
                        row,
                        machines.getOrDefault(row.id(), 0),
                        latest.get(row.id()),
                        known(owners.get(row.ownerId()))))
                .toList();
    }

    private static Image shown(ImageRecord row, int machines, Jobs.@Nullable Latest latest, User owner) {
        return new Image(
                row.id(),
                row.name(),
                row.description(),
                row.state(),
                row.operatingSystem(),
                row.virtualSize() == null ? null : "qcow2",
                row.virtualSize(),
                row.storedSize(),
                row.sha256(),
                row.accessFound(),
                row.bootSeconds(),
                row.accountName(),
                new Image.Defaults(row.vcpus(), row.memoryMiB()),
                row.identity(),
                machines,
                owner,
                row.createdAt(),
                latest == null ? null : latest.jobId(),
                row.problem());
    }
}
