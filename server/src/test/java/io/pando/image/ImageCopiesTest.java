package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.api.Image;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.host.HostException;
import io.pando.host.NewIdentity;
import io.pando.host.Reservations;
import io.pando.job.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who copies images to hosts and takes copies away there, also when several do so at once and some of them die at it. */
@EachDatabase
class ImageCopiesTest {
    private static final String HOME = "home";
    private static final String REMOTE = "remote";
    private static final long MIB = 1L << 20;
    /** What is kept free for other things. */
    private static final long SPARE = 64 * MIB;

    private static final long SIZE = 100 * MIB;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final Database database;
    private final CopyStore store;
    private final ImageStore images;
    private final Tenants tenants = new Tenants();
    /** Jobs that somebody works at just now. */
    private final Set<Long> atWork = new HashSet<>();
    /** Room for two images, and no more. */
    private final MemoryHosts hosts = new MemoryHosts(Map.of(HOME, 1L << 40, REMOTE, 2 * SIZE + SPARE));

    private final ImageCopies copies;
    private final Master old;
    private final Master fresh;
    private final Master further;

    ImageCopiesTest(TestDatabase test) {
        this.database = test.database();
        this.store = new CopyStore(database, clock);
        this.images = new ImageStore(database);
        this.copies = new ImageCopies(
                store, images, hosts, atWork::contains, new Reservations(database), database, () -> tenants);
        // Both databases are shared by the tests of this class.
        database.writer().sql("DELETE FROM image_copy").update();
        database.writer().sql("""
                        INSERT INTO host (id, name, uri, acceleration, acceleration_explanation, created_at)
                        VALUES ('remote', 'remote', 'test:///default', 'UNKNOWN', '', 0) ON CONFLICT DO NOTHING""").update();
        this.old = image("old");
        this.fresh = image("fresh");
        this.further = image("further");
    }

    /** Says which machines there are. */
    private static final class Tenants implements ImageTenants {
        private final List<String> based = new ArrayList<>();
        private final Map<String, Set<String>> coming = new HashMap<>();
        private long promised;

        @Override
        public Map<String, Integer> machines(Collection<String> imageIds) {
            return new HashMap<>();
        }

        @Override
        public List<String> imagesOn(String hostId) {
            return List.copyOf(based);
        }

        @Override
        public Map<String, Set<String>> imagesComing() {
            return coming;
        }

        @Override
        public long promisedDisk(String hostId) {
            return promised;
        }

        @Override
        public int machinesNow(String imageId) {
            return 0;
        }
    }

    // --- copies come

    @Test
    void anImageIsCopiedOnce() {
        assertThat(said(bring(old, 1))).contains("copied there");
        assertThat(said(bring(old, 2))).isEqualTo("the image old is there already");
        assertThat(remote().names()).containsExactly(old.disk());
    }

    @Test
    void whoWantsWhatAnotherJobCopiesComesAgainLater() {
        List<Outcome> meanwhile = new ArrayList<>();
        remote().beforeCopy(name -> meanwhile.add(bring(old, 2)));

        assertThat(said(bring(old, 1))).contains("copied there");

        assertThat(meanwhile)
                .containsExactly(
                        new Outcome.Later(Duration.ofSeconds(1), "Waiting for job 1, which copies the image there"));
    }

    @Test
    void whatAJobHasBegunThatIsNotBeingWorkedAtIsBegunAnew() {
        remote().beforeCopy(MemoryHostsFailure::refuse);
        assertThatThrownBy(() -> bring(old, 1)).isInstanceOf(HostException.class);
        remote().beforeCopy(name -> {});

        assertThat(said(bring(old, 2))).contains("copied there");

        copies.giveUp(REMOTE, 1);
        assertThat(state(old)).isEqualTo(CopyRecord.State.READY);
        assertThat(remote().names()).containsExactly(old.disk());
    }

    // --- copies go

    @Test
    void theLeastUsedMakesRoom() {
        fill();

        assertThat(said(bring(further, 3))).contains("copied there");

        assertThat(remote().names()).containsExactlyInAnyOrder(fresh.disk(), further.disk());
        assertThat(store.onHost(REMOTE)).extracting(CopyRecord::imageId).doesNotContain(old.id());
    }

    /** It would be deleted beneath it. */
    @Test
    void whoWantsACopyThatIsBeingTakenAwayWaitsUntilItIsGone() {
        fill();
        List<Outcome> meanwhile = new ArrayList<>();
        remote().beforeDeletion(name -> {
            if (name.equals(old.disk()) && meanwhile.isEmpty()) {
                meanwhile.add(bring(old, 4));
            }
        });

        assertThat(said(bring(further, 3))).contains("copied there");

        assertThat(meanwhile)
                .containsExactly(new Outcome.Later(
                        Duration.ofSeconds(1),
                        "Waiting for job 3, which takes an unused copy of the image away there"));
        assertThat(said(bring(old, 4))).contains("copied there");
        assertThat(state(old)).isEqualTo(CopyRecord.State.READY);
        assertThat(remote().names()).contains(old.disk());
    }

    @Test
    void whatAJobWasTakingAwayWhenItDiedIsWantedByAnother() {
        fill();
        remote().beforeDeletion(name -> {
            if (name.equals(old.disk())) {
                MemoryHostsFailure.refuse(name);
            }
        });
        assertThatThrownBy(() -> bring(further, 3)).isInstanceOf(HostException.class);
        remote().beforeDeletion(name -> {});
        tenants.based.add(old.id());

        assertThat(said(bring(old, 4))).contains("copied there");

        // Once more, it finds that another one has to go.
        assertThat(said(bring(further, 3))).contains("copied there");
        assertThat(state(old)).isEqualTo(CopyRecord.State.READY);
        assertThat(remote().names()).containsExactlyInAnyOrder(old.disk(), further.disk());
    }

    /** The volume is gone, and the row still says that it goes. */
    @Test
    void aRowThatAJobHasLeftWhenItDiedGoesWithItsNextAttempt() {
        fill();
        remote().delete(old.disk());
        store.evict(old.id(), REMOTE, 3L);

        assertThat(said(bring(further, 3))).contains("copied there");

        assertThat(store.onHost(REMOTE))
                .extracting(CopyRecord::imageId)
                .containsExactlyInAnyOrder(fresh.id(), further.id());
    }

    @Test
    void aJobThatGivesUpLeavesNeitherWhatItCopiedNorWhatItTookAway() {
        fill();
        store.evict(old.id(), REMOTE, 3L);
        store.begin(further.id(), REMOTE, further.disk(), 3, SIZE);

        copies.giveUp(REMOTE, 3);
        copies.giveUp(REMOTE, 3);

        assertThat(store.onHost(REMOTE)).extracting(CopyRecord::imageId).containsExactly(fresh.id());
        assertThat(remote().names()).containsExactly(fresh.disk());
    }

    @Test
    void whatMachinesAreBasedOnStaysAlsoWhenTheHostLeaves() {
        fill();
        tenants.based.add(fresh.id());

        copies.leave(REMOTE);

        assertThat(store.onHost(REMOTE)).extracting(CopyRecord::imageId).containsExactly(fresh.id());
        assertThat(remote().names()).containsExactly(fresh.disk());
    }

    // --- room

    @Test
    void anImagesRoomIsPromisedFromTheRequestUntilItIsThere() {
        tenants.coming.put(REMOTE, Set.of(old.id()));
        tenants.coming.put(HOME, Set.of(old.id()));

        ImageCopies.Caches asked = copies.caches();
        assertThat(asked.promised()).isEqualTo(Map.of(REMOTE, SIZE));
        assertThat(asked.images().get(REMOTE)).containsExactly(old.id());

        List<ImageCopies.Caches> meanwhile = new ArrayList<>();
        remote().beforeCopy(name -> meanwhile.add(copies.caches()));
        bring(old, 1);

        assertThat(meanwhile).extracting(ImageCopies.Caches::promised).containsExactly(Map.of(REMOTE, SIZE));
        assertThat(copies.caches().promised()).isEmpty();
        assertThat(copies.caches().images().get(REMOTE)).containsExactly(old.id());
    }

    @Test
    void unusedCopiesMakeRoomForAFullCopyToo() {
        fill();

        makeRoom(5, SIZE);

        assertThat(remote().names()).containsExactly(fresh.disk());
    }

    @Test
    void whatOthersWerePromisedIsNotCountedOn() {
        fill();
        tenants.promised = SIZE;

        makeRoom(5, SIZE);

        assertThat(remote().names()).isEmpty();
    }

    @Test
    void nothingGoesWhereThereIsTooLittleAllTheSame() {
        fill();

        assertThatThrownBy(() -> makeRoom(5, 3 * SIZE))
                .isInstanceOf(HostException.class)
                .hasMessage("The pool has 64 MiB left, and a full copy takes 300 MiB there.");

        assertThat(remote().names()).containsExactlyInAnyOrder(old.disk(), fresh.disk());
    }

    private void makeRoom(long job, long bytes) {
        copies.makeRoom(REMOTE, job, bytes, 0, "a full copy");
    }

    // --- words

    /** How a host refuses. */
    private static final class MemoryHostsFailure {
        private static void refuse(String name) {
            throw new HostException(HostException.Reason.UNREACHABLE, "The host went away with " + name, null);
        }
    }

    /** The pool holds two images, and has no room for another. */
    private void fill() {
        bring(old, 1);
        clock.advance(Duration.ofMinutes(1));
        bring(fresh, 2);
        clock.advance(Duration.ofMinutes(1));
    }

    /** As a job does that is worked at for as long as it takes. */
    private Outcome bring(Master image, long job) {
        atWork.add(job);
        try {
            return copies.bring(image, REMOTE, job, (percent, detail) -> {});
        } finally {
            atWork.remove(job);
        }
    }

    private static String said(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome).detail();
    }

    private CopyRecord.State state(Master image) {
        return store.find(image.id(), REMOTE).orElseThrow().state();
    }

    private MemoryHosts.Pool remote() {
        return hosts.pool(REMOTE);
    }

    private Master image(String name) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        String disk = name + "-" + id;
        assertThat(images.insert(new ImageRecord(
                        id,
                        "i" + id.substring(0, 30),
                        "",
                        Image.State.IMPORTING,
                        "owner",
                        null,
                        HOME,
                        disk,
                        null,
                        null,
                        null,
                        null,
                        GuestAccess.AUTO,
                        null,
                        null,
                        null,
                        null,
                        1,
                        128,
                        identity.uuid(),
                        "domain",
                        "master-" + id,
                        identity.mac(),
                        identity.generationId(),
                        "serial",
                        null,
                        null,
                        clock.instant(),
                        null)))
                .isTrue();
        images.recordDisk(id, SIZE, SIZE, "");
        hosts.pool(HOME).put(disk, SIZE);
        return new Master(
                id,
                name,
                HOME,
                disk,
                SIZE,
                SIZE,
                GuestAccess.AGENT,
                null,
                1,
                1,
                128,
                Firmware.BIOS,
                1,
                new Identity(Map.of()),
                false);
    }
}
