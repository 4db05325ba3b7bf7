package io.pando.image;

import io.pando.database.Database;
import io.pando.host.Disks;
import io.pando.host.HostException;
import io.pando.host.HostPossessions;
import io.pando.host.Hosts;
import io.pando.host.Reservations;
import io.pando.job.Jobs;
import io.pando.job.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * Brings images to hosts: streamed from the pool of one host into that of another, once, and kept there for the next machine. The row in
 * the database says whether a copy is complete; libvirt knows no renaming of volumes by which that could be said on the host itself.
 */
@Service
public class ImageCopies implements HostPossessions {
    private static final Logger log = LoggerFactory.getLogger(ImageCopies.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** Left for what else happens in the pool meanwhile. */
    private static final long KEPT_FREE = 64L << 20;

    private final CopyStore store;
    private final ImageStore images;
    private final Hosts hosts;
    private final LongPredicate atWork;
    private final Reservations reservations;
    private final Database database;
    private final Supplier<@Nullable ImageTenants> tenants;

    @Autowired
    ImageCopies(
            CopyStore store,
            ImageStore images,
            Hosts hosts,
            Jobs jobs,
            Reservations reservations,
            Database database,
            ObjectProvider<ImageTenants> tenants) {
        this(
                store,
                images,
                hosts,
                job -> jobs.active(job) && jobs.atWork(job),
                reservations,
                database,
                tenants::getIfAvailable);
    }

    /** @param atWork whether a job is being worked at just now, by whatever server */
    ImageCopies(
            CopyStore store,
            ImageStore images,
            Hosts hosts,
            LongPredicate atWork,
            Reservations reservations,
            Database database,
            Supplier<@Nullable ImageTenants> tenants) {
        this.store = store;
        this.images = images;
        this.hosts = hosts;
        this.atWork = atWork;
        this.reservations = reservations;
        this.database = database;
        this.tenants = tenants;
    }

    /** How far bringing an image is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Tells.
         *
         * @param percent 0 to 100
         * @param detail for people
         */
        void tell(double percent, String detail);
    }

    /**
     * What hosts have of images, as the present transaction sees it.
     *
     * @param images ids of images that are there or about to be, by host id; without those whose own host it is
     * @param promised bytes of copies that are not complete or not even begun, by host id
     * @param removable bytes of copies that make room when it is needed, by host id
     */
    public record Caches(Map<String, Set<String>> images, Map<String, Long> promised, Map<String, Long> removable) {
        public Caches {
            images = Map.copyOf(images);
            promised = Map.copyOf(promised);
            removable = Map.copyOf(removable);
        }
    }

    /** What hosts have of images now. */
    public Caches caches() {
        Map<String, Set<String>> there = new HashMap<>();
        Map<String, Long> promised = new HashMap<>();
        Map<String, Long> removable = new HashMap<>();
        Map<String, Set<String>> inUse = new HashMap<>();
        for (CopyRecord copy : store.all()) {
            String host = copy.hostId();
            if (copy.state() != CopyRecord.State.EVICTING) {
                there.computeIfAbsent(host, absent -> new HashSet<>()).add(copy.imageId());
            }
            if (copy.state() == CopyRecord.State.COPYING) {
                promised.merge(host, copy.bytes(), Long::sum);
            } else if (Eviction.isRemovable(copy, inUse.computeIfAbsent(host, this::inUse))) {
                removable.merge(host, copy.bytes(), Long::sum);
            }
        }
        ImageTenants known = tenants.get();
        if (known != null) {
            known.imagesComing().forEach((host, coming) -> {
                Set<String> has = there.computeIfAbsent(host, absent -> new HashSet<>());
                coming.stream()
                        .filter(image -> !has.contains(image))
                        .flatMap(image -> images.findNow(image).stream())
                        .filter(image -> !image.hostId().equals(host))
                        .forEach(image -> {
                            has.add(image.id());
                            Long bytes = image.storedSize();
                            promised.merge(host, bytes == null ? 0 : bytes, Long::sum);
                        });
            });
        }
        return new Caches(there, promised, removable);
    }

    /**
     * Sees to it that an image's disk is on a host, complete. May be repeated, also after a crash. Where another job copies the same there
     * already, or still takes it away, it has to wait for that one.
     *
     * @param jobId for which it is
     * @return what came of it
     */
    public Outcome bring(Master image, String hostId, long jobId, Progress progress) {
        if (image.hostId().equals(hostId)) {
            return Outcome.of("the image %s is there".formatted(image.name()));
        }
        refuseStranger(image, hostId);
        return switch (claim(image, hostId, jobId)) {
            case Claim.There there -> Outcome.of("the image %s is there already".formatted(image.name()));
            case Claim.Mine mine -> Outcome.of(copy(image, hostId, jobId, progress));
            case Claim.Others others ->
                Outcome.later(
                        LOOK_EVERY,
                        (others.copying()
                                        ? "Waiting for job %d, which copies the image there"
                                        : "Waiting for job %d, which takes an unused copy of the image away there")
                                .formatted(others.jobId()));
        };
    }

    /**
     * A disk of that name that Pando has not copied there may be the image itself, in a pool that two hosts share: it must not be replaced.
     */
    private void refuseStranger(Master image, String hostId) {
        if (store.find(image.id(), hostId).isEmpty()
                && hosts.hypervisor(hostId).disks().find(image.disk()).isPresent()
                // Another job may have begun meanwhile.
                && store.find(image.id(), hostId).isEmpty()) {
            throw new HostException(
                    HostException.Reason.REFUSED,
                    "The pool there has a disk %s that Pando has not copied there. Two hosts must not share a pool; delete the disk if it is left over from before."
                            .formatted(image.disk()),
                    null);
        }
    }

    /** Who copies. */
    private sealed interface Claim {
        record There() implements Claim {}

        record Mine() implements Claim {}

        /** @param copying or else it takes the copy away */
        record Others(long jobId, boolean copying) implements Claim {}
    }

    private Claim claim(Master image, String hostId, long jobId) {
        return database.inTransaction(() -> {
            // Two that want the same take turns, so that one of them is first.
            reservations.await();
            CopyRecord known = store.find(image.id(), hostId).orElse(null);
            if (known != null && known.state() == CopyRecord.State.READY) {
                store.touch(image.id(), hostId);
                return new Claim.There();
            }
            if (known != null && known.jobId() != null && isOthers(known, jobId)) {
                return new Claim.Others(known.jobId(), known.state() == CopyRecord.State.COPYING);
            }
            store.begin(image.id(), hostId, image.disk(), jobId, image.storedSize());
            return new Claim.Mine();
        });
    }

    /**
     * Whether another job is at it just now. One that nobody works at, because its server has died or it waits for its next attempt, begins
     * anew when its turn comes.
     */
    private boolean isOthers(CopyRecord copy, long jobId) {
        Long other = copy.jobId();
        return other != null && other != jobId && atWork.test(other);
    }

    private String copy(Master image, String hostId, long jobId, Progress progress) {
        Disks source = source(image, hostId);
        Disks target = hosts.hypervisor(hostId).disks();
        long size = source.fileSize(image.disk())
                .orElseThrow(() -> new HostException(
                        HostException.Reason.ABSENT,
                        "The disk of the image %s is gone.".formatted(image.name()),
                        null));
        // What an earlier attempt has left takes room, too.
        target.delete(image.disk());
        makeRoom(hostId, jobId, image.storedSize(), 0, "the image " + image.name());
        String arrived = target.copy(
                source,
                image.disk(),
                "The image " + image.name(),
                done -> progress.tell(
                        80.0 * done / Math.max(1, size), "%d of %d MiB copied".formatted(done >> 20, size >> 20)),
                done -> progress.tell(
                        80 + 20.0 * done / Math.max(1, size),
                        "%d of %d MiB compared".formatted(done >> 20, size >> 20)));
        if (!store.complete(image.id(), hostId, jobId, arrived)) {
            throw new IllegalStateException("Another job has taken the copy over");
        }
        return "%d MiB of the image %s copied there, SHA-256 %s".formatted(size >> 20, image.name(), arrived);
    }

    /** The image's own host, or another one that has it whole; the first that answers. */
    private Disks source(Master image, String hostId) {
        HostException silent = null;
        List<String> candidates = Stream.concat(
                        Stream.of(image.hostId()),
                        store.ofImage(image.id()).stream()
                                .filter(copy -> copy.state() == CopyRecord.State.READY)
                                .map(CopyRecord::hostId)
                                .filter(other -> !other.equals(hostId)))
                .toList();
        for (String candidate : candidates) {
            try {
                return hosts.hypervisor(candidate).disks();
            } catch (HostException notNow) {
                silent = notNow;
            }
        }
        throw new HostException(
                HostException.Reason.UNREACHABLE,
                "No host that has the image %s answers.".formatted(image.name()),
                silent);
    }

    /**
     * Sees to it that a host's pool has room. Copies of images that nothing depends on go where there is too little. May be repeated.
     *
     * @param jobId for which it is; should it give up, {@link #giveUp} ends what is cut short here
     * @param bytes that are about to be written
     * @param promised bytes of that which {@link ImageTenants#promisedDisk} counts already
     * @param what needs it, for people
     * @throws HostException when there is not enough all the same
     */
    public void makeRoom(String hostId, long jobId, long bytes, long promised, String what) {
        Disks target = hosts.hypervisor(hostId).disks();
        // What an earlier attempt has begun to take away.
        takeAway(
                hostId,
                jobId,
                there -> there.stream()
                        .filter(copy -> copy.state() == CopyRecord.State.EVICTING)
                        .toList());
        long needed = bytes + KEPT_FREE;
        long missing = needed - target.available();
        takeAway(hostId, jobId, there -> {
            Set<String> inUse = inUse(hostId);
            // Others have begun to write what they were promised, and will go on.
            List<CopyRecord> forAll =
                    Eviction.choose(there, inUse, missing + promisedToOthers(hostId, jobId) - promised);
            return forAll.isEmpty() ? Eviction.choose(there, inUse, missing) : forAll;
        });
        long available = target.available();
        if (available < needed) {
            throw new HostException(
                    HostException.Reason.FULL,
                    "The pool has %,d MiB left, and %s takes %,d MiB there."
                            .formatted(available >> 20, what, bytes >> 20),
                    null);
        }
    }

    private long promisedToOthers(String hostId, long jobId) {
        ImageTenants known = tenants.get();
        return (known == null ? 0 : known.promisedDisk(hostId))
                + store.onHost(hostId).stream()
                        .filter(copy -> copy.state() == CopyRecord.State.COPYING)
                        .filter(copy -> copy.jobId() == null || copy.jobId() != jobId)
                        .mapToLong(CopyRecord::bytes)
                        .sum();
    }

    /** @param choice of the copies there that no other job is at */
    private void takeAway(String hostId, long jobId, UnaryOperator<List<CopyRecord>> choice) {
        takeAway(
                jobId,
                () -> choice.apply(store.onHost(hostId).stream()
                        .filter(copy -> !isOthers(copy, jobId))
                        .toList()));
    }

    /**
     * Deletes copies. That they go is written down in the turn in which they are chosen, with who takes them away: nobody counts on them
     * from then on, whoever wants one anew waits until it is gone, and should we die, whoever comes next finishes it.
     *
     * @param jobId null when it is not for a job
     * @param choice made in the turn
     */
    private void takeAway(@Nullable Long jobId, Supplier<List<CopyRecord>> choice) {
        List<CopyRecord> leaving = database.inTransaction(() -> {
            reservations.await();
            List<CopyRecord> chosen = choice.get();
            chosen.forEach(copy -> store.evict(copy.imageId(), copy.hostId(), jobId));
            return chosen;
        });
        for (CopyRecord copy : leaving) {
            log.info("The copy {} goes from host {}", copy.disk(), copy.hostId());
            hosts.hypervisor(copy.hostId()).disks().delete(copy.disk());
            store.forget(copy.imageId(), copy.hostId(), jobId);
        }
    }

    private Set<String> inUse(String hostId) {
        ImageTenants known = tenants.get();
        return known == null ? Set.of() : Set.copyOf(known.imagesOn(hostId));
    }

    /** The job gives up: what it has copied so far goes, and what it was taking away. A complete copy stays, for others. May be repeated. */
    public void giveUp(String hostId, long jobId) {
        takeAway(
                jobId,
                () -> store.onHost(hostId).stream()
                        .filter(copy -> copy.state() != CopyRecord.State.READY)
                        .filter(copy -> copy.jobId() != null && copy.jobId() == jobId)
                        .toList());
    }

    /** Takes away an image's copies on all hosts. May be repeated. */
    void deleteAll(String imageId, long jobId) {
        takeAway(jobId, () -> store.ofImage(imageId));
    }

    @Override
    public List<String> onlyOn(String hostId, int most) {
        return images.namesOfHost(hostId, most).stream()
                .map("the image "::concat)
                .toList();
    }

    /** What a host that does not answer has of images stays there; it is no longer known of. */
    @Override
    public void leave(String hostId) {
        List<CopyRecord> leaving = database.inTransaction(() -> {
            reservations.await();
            Set<String> inUse = inUse(hostId);
            List<CopyRecord> chosen = store.onHost(hostId).stream()
                    .filter(copy -> !inUse.contains(copy.imageId()))
                    .toList();
            chosen.forEach(copy -> store.evict(copy.imageId(), hostId, null));
            return chosen;
        });
        for (CopyRecord copy : leaving) {
            try {
                hosts.hypervisor(hostId).disks().delete(copy.disk());
            } catch (HostException silent) {
                log.warn("{} stays on the host {}: {}", copy.disk(), hostId, silent.getMessage());
            }
            store.forget(copy.imageId(), hostId, null);
        }
    }
}
