package io.pando.image;

import io.pando.access.Caller;
import io.pando.access.Need;
import io.pando.access.ProjectAccess;
import io.pando.access.Users;
import io.pando.api.Image;
import io.pando.api.ImageInspection;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.ProjectReference;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Changed;
import io.pando.guest.Login;
import io.pando.job.Jobs;
import io.pando.matching.Offer;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import io.pando.secret.Secrets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Images as those see them who may, and as they are cloned. */
@Component
class ImageViews implements Masters {
    private static final int MOST_OFFERS = 1_000;

    private final ImageStore store;
    private final StagingStore stagings;
    private final InspectionStore inspections;
    private final PackageDirectory packages;
    private final Jobs jobs;
    private final Users users;
    private final ProjectAccess projects;
    private final Secrets secrets;
    private final ObjectProvider<ImageTenants> tenants;
    private final ApplicationEventPublisher events;
    private final Database database;

    ImageViews(
            ImageStore store,
            StagingStore stagings,
            InspectionStore inspections,
            PackageDirectory packages,
            Jobs jobs,
            Users users,
            ProjectAccess projects,
            Secrets secrets,
            ObjectProvider<ImageTenants> tenants,
            ApplicationEventPublisher events,
            Database database) {
        this.store = store;
        this.stagings = stagings;
        this.inspections = inspections;
        this.packages = packages;
        this.jobs = jobs;
        this.users = users;
        this.projects = projects;
        this.secrets = secrets;
        this.tenants = tenants;
        this.events = events;
        this.database = database;
    }

    // --- finding

    Image find(Caller caller, String idOrName) {
        return shown(require(caller, idOrName));
    }

    /**
     * Images that the caller sees.
     *
     * @param project id or name of the only project to look at; null for all, with those of everybody
     */
    Page<Image> list(
            Caller caller,
            @Nullable String query,
            Image.@Nullable State state,
            @Nullable String project,
            Paging paging) {
        return database.reading(() -> {
            ImageFilter filter = new ImageFilter(projects.reach(caller, project), project == null, query, state);
            return paging.page(shown(store.list(filter, paging.limit(), paging.offset()), false), store.count(filter));
        });
    }

    private Optional<ImageRecord> present(String idOrName) {
        return store.findNow(idOrName).or(() -> store.findByName(idOrName));
    }

    /** An image that the caller sees; another one is answered like an absent one. */
    ImageRecord require(Caller caller, String idOrName) {
        return present(idOrName)
                .filter(image -> sees(caller, image))
                .orElseThrow(() -> ProblemException.notFound("image", idOrName));
    }

    private boolean sees(Caller caller, ImageRecord image) {
        String project = image.projectId();
        return project == null || projects.reach(caller).includes(project);
    }

    /** An image that the caller may change: its project's members, and of everybody's the administrators. */
    ImageRecord changeable(Caller caller, String idOrName) {
        ImageRecord image = require(caller, idOrName);
        String project = image.projectId();
        if (project != null) {
            projects.require(caller, project, Need.USE, "image", idOrName);
        } else if (!caller.administrator()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "The image %s is everybody's: only administrators change it.".formatted(image.name()),
                    "Ask an administrator.");
        }
        return image;
    }

    /** One that is ready, too. */
    ImageRecord changeableWhenReady(Caller caller, String idOrName) {
        ImageRecord image = changeable(caller, idOrName);
        whyNot(image).ifPresent(reason -> {
            throw new ProblemException(ProblemType.WRONG_STATE, reason, "Choose an image that is ready.");
        });
        return image;
    }

    // --- cloning

    @Override
    public Optional<Master> ready(String idOrName) {
        return present(idOrName)
                .filter(image -> image.state() == Image.State.READY)
                .map(this::master);
    }

    @Override
    public Optional<Master> ready(Caller caller, String idOrName, String projectId) {
        return cloneable(caller, idOrName, projectId).map(this::master);
    }

    private Optional<ImageRecord> cloneable(Caller caller, String idOrName, String projectId) {
        return present(idOrName)
                .filter(image -> sees(caller, image) && image.isFor(projectId))
                .filter(image -> image.state() == Image.State.READY);
    }

    @Override
    public Optional<String> whyNot(Caller caller, String idOrName, String projectId) {
        return present(idOrName).filter(image -> sees(caller, image)).flatMap(image -> {
            String project = image.projectId();
            if (project != null && !image.isFor(projectId)) {
                return Optional.of(
                        "The image %s is the project %s's, and only machines of that project are made from it."
                                .formatted(
                                        image.name(),
                                        projects.reference(project).name()));
            }
            return whyNot(image);
        });
    }

    @Override
    public List<Offer> offers(Caller caller, String projectId, Collection<String> packages) {
        ImageFilter ready = new ImageFilter(projects.reach(caller), true, null, Image.State.READY);
        return offers(
                store.list(ready, MOST_OFFERS, 0).stream()
                        .filter(image -> image.isFor(projectId))
                        .toList(),
                packages);
    }

    @Override
    public Optional<Offer> offer(Caller caller, String idOrName, String projectId, Collection<String> packages) {
        return cloneable(caller, idOrName, projectId)
                .flatMap(image -> offers(List.of(image), packages).stream().findFirst());
    }

    private List<Offer> offers(List<ImageRecord> images, Collection<String> wanted) {
        List<String> ids = images.stream().map(ImageRecord::id).toList();
        Set<String> staged = stagings.staged(ids, false).keySet();
        Map<String, ImageInspection.Contents> contents = inspections.contents(ids);
        Map<String, Set<String>> installed = inspections.installed(ids, wanted);
        Map<String, Map<String, List<String>>> unknown = packages.unknown(contents, wanted);
        return images.stream()
                .map(image -> ImageOffers.offer(
                        image,
                        staged.contains(image.id()),
                        contents.get(image.id()),
                        installed.getOrDefault(image.id(), Set.of()),
                        unknown.getOrDefault(image.id(), Map.of())))
                .toList();
    }

    /**
     * What is on the disks of images that the caller sees and that are of a system; of very many, the first by name.
     *
     * @param os name of the system, and its version if that matters: {@code debian:12}; null for any
     */
    Map<String, ImageInspection.Contents> contents(Caller caller, @Nullable String os) {
        ImageFilter ready = new ImageFilter(projects.reach(caller), true, null, Image.State.READY);
        Map<String, ImageInspection.Contents> found = inspections.contents(
                store.list(ready, MOST_OFFERS, 0).stream().map(ImageRecord::id).toList());
        if (os != null) {
            found.values().removeIf(contents -> !ImageOffers.isOf(contents.system(), os));
        }
        return found;
    }

    /** Why an image cannot be used now; empty when it can be. */
    static Optional<String> whyNot(ImageRecord wanted) {
        return Optional.of(wanted)
                .filter(image -> image.state() != Image.State.READY)
                .map(image -> switch (image.state()) {
                    case IMPORTING -> "The image %s is still being made.".formatted(image.name());
                    case FAILED -> "The image %s could not be made.".formatted(image.name());
                    case DELETING -> "The image %s is being deleted.".formatted(image.name());
                    case READY -> "The image %s is ready.".formatted(image.name());
                });
    }

    @Override
    public Optional<String> idOf(Caller caller, String idOrName) {
        return present(idOrName).filter(image -> sees(caller, image)).map(ImageRecord::id);
    }

    @Override
    public Optional<String> successor(String imageId) {
        return stagings.successor(imageId);
    }

    @Override
    public Map<String, String> names(Collection<String> ids) {
        return store.names(ids);
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
                ImageHardware.firmware(image.hardware()),
                ImageHardware.cards(image.hardware()),
                known(image.identity()),
                stagings.isStaged(image.id()));
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

    // --- showing

    /** Tells everybody who may see it how the image is now. */
    void publish(String id) {
        store.findNow(id)
                .ifPresent(row -> events.publishEvent(new Changed("image", id, null, row.projectId(), shown(row))));
    }

    private Map<String, Integer> machines(Collection<String> ids) {
        ImageTenants known = tenants.getIfAvailable();
        return known == null ? Map.of() : known.machines(ids);
    }

    Image shown(ImageRecord row) {
        return shown(List.of(row), true).getFirst();
    }

    /** @param now whether what the present transaction has changed is seen */
    private List<Image> shown(List<ImageRecord> rows, boolean now) {
        List<String> ids = rows.stream().map(ImageRecord::id).toList();
        Map<String, Integer> machines = machines(ids);
        Set<String> models = stagings.models(ids, now);
        Map<String, Image.Staged> staged = stagings.staged(ids, now);
        Map<String, Jobs.Latest> latest = jobs.latest(ids);
        Map<String, ProjectReference> inProjects = projects.references(rows.stream()
                .map(ImageRecord::projectId)
                .filter(Objects::nonNull)
                .toList());
        Map<String, User> owners =
                users.get(rows.stream().map(ImageRecord::ownerId).toList());
        return rows.stream()
                .map(row -> shown(
                        row,
                        machines.getOrDefault(row.id(), 0),
                        latest.get(row.id()),
                        known(owners.get(row.ownerId())),
                        row.projectId() == null ? null : inProjects.get(row.projectId()),
                        models.contains(row.id()),
                        staged.get(row.id())))
                .toList();
    }

    private static Image shown(
            ImageRecord row,
            int machines,
            Jobs.@Nullable Latest latest,
            User owner,
            @Nullable ProjectReference project,
            boolean model,
            Image.@Nullable Staged staged) {
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
                project,
                row.createdAt(),
                latest == null ? null : latest.jobId(),
                row.problem(),
                row.hardware(),
                model,
                staged);
    }
}
