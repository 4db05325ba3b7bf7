package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.access.Reach;
import io.pando.api.Certificate;
import io.pando.api.Copy;
import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.database.EachDatabase;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.host.NewIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@EachDatabase
class MachineStoreTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05.123456Z"));
    private final MachineStore store;

    MachineStoreTest(TestDatabase database) {
        this.store = new MachineStore(database.database(), clock);
        // Both databases are shared by the tests of this class.
        database.database().writer().sql("DELETE FROM machine").update();
    }

    @Test
    void keepsWhatItWasGiven() {
        MachineRecord machine = machine("alice", "web1");

        assertThat(store.insert(machine)).isTrue();

        assertThat(store.find(machine.id())).contains(machine);
        assertThat(store.findByDomain(machine.domainUuid())).contains(machine);
    }

    @Test
    void keepsLabelsAndTheEndOfItsTime() {
        MachineRecord machine = machine(
                "alice",
                "host",
                "web1",
                clock.instant(),
                List.of("zone=a", "web", "web"),
                clock.instant().plusSeconds(60));
        store.insert(machine);

        assertThat(store.find(machine.id())).contains(machine);
        assertThat(machine.labels()).containsExactly("web", "zone=a");

        store.label(machine.id(), List.of("db", "cache"));
        store.recordEnd(machine.id(), null);

        MachineRecord changed = store.find(machine.id()).orElseThrow();
        assertThat(changed.labels()).containsExactly("cache", "db");
        assertThat(changed.expiresAt()).isNull();
    }

    @Test
    void countsTheLabelsOfAProjectOnEachHost() {
        store.insert(machine("alice", "one", "web1", clock.instant(), List.of("web", "blue"), null));
        store.insert(machine("alice", "one", "web2", clock.instant(), List.of("web"), null));
        store.insert(machine("alice", "two", "db1", clock.instant(), List.of("db"), null));
        store.insert(machine("alice", "two", "plain", clock.instant(), List.of(), null));
        store.insert(machine("bob", "two", "web1", clock.instant(), List.of("web"), null));
        MachineRecord leaving = machine("alice", "two", "web3", clock.instant(), List.of("web"), null);
        store.insert(leaving);
        store.move(leaving.id(), MachineState.DEFINED, MachineState.DELETING, null);

        assertThat(store.labelsByHost("alice"))
                .isEqualTo(Map.of("one", Map.of("web", 2, "blue", 1), "two", Map.of("db", 1)));
        assertThat(store.labelsByHost())
                .isEqualTo(Map.of(
                        "one", Map.of("alice/web", 2, "alice/blue", 1), "two", Map.of("alice/db", 1, "bob/web", 1)));
        assertThat(store.labels(new Reach(Set.of("alice"))))
                .containsExactly(Map.entry("blue", 1), Map.entry("db", 1), Map.entry("web", 3));
        assertThat(store.labels(new Reach(null))).containsEntry("web", 4);
    }

    @Test
    void findsMachinesThatHaveAllLabels() {
        store.insert(machine("alice", "host", "web1", clock.instant(), List.of("web", "zone_a"), null));
        store.insert(machine("alice", "host", "web2", clock.instant(), List.of("web2", "zone-a"), null));

        assertThat(labelled("web")).containsExactly("web1");
        assertThat(labelled("web", "zone_a")).containsExactly("web1");
        assertThat(labelled("web2")).containsExactly("web2");
        assertThat(labelled("web", "zone-a")).isEmpty();
        assertThat(labelled("we%")).isEmpty();
    }

    @Test
    void whatRunsBeyondItsTimeIsClaimedOnceUntilItIsTriedAgain() {
        Instant now = clock.instant();
        MachineRecord over = running(machine("alice", "host", "over", now, List.of(), now));
        MachineRecord longOver = running(machine("alice", "host", "long-over", now, List.of(), now.minusSeconds(60)));
        running(machine("alice", "host", "not-yet", now, List.of(), now.plusMillis(1)));
        running(machine("alice", "host", "endless", now, List.of(), null));
        store.insert(machine("alice", "host", "not-running", now, List.of(), now));
        Instant before = now.minusSeconds(900);

        assertThat(store.runningOver(now, before, 10))
                .extracting(MachineRecord::id)
                .containsExactly(longOver.id(), over.id());
        assertThat(store.runningOver(now, before, 1)).hasSize(1);
        assertThat(store.claimEnd(over.id(), now, before)).isTrue();
        assertThat(store.claimEnd(over.id(), now, before)).isFalse();
        assertThat(store.runningOver(now, before, 10))
                .extracting(MachineRecord::id)
                .containsExactly(longOver.id());

        clock.advance(Duration.ofMinutes(15));
        assertThat(store.runningOver(clock.instant(), clock.instant().minusSeconds(900), 10))
                .extracting(MachineRecord::id)
                .contains(over.id());
        store.recordEnd(over.id(), clock.instant().plusSeconds(60));
        assertThat(store.claimEnd(over.id(), clock.instant(), clock.instant())).isFalse();
    }

    private MachineRecord running(MachineRecord machine) {
        store.insert(machine);
        store.move(machine.id(), MachineState.DEFINED, MachineState.PROVISIONING, null);
        store.move(machine.id(), MachineState.PROVISIONING, MachineState.RUNNING, null);
        return machine;
    }

    private List<String> labelled(String... labels) {
        return store
                .list(
                        new MachineFilter(
                                new Reach(null),
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                List.of(labels),
                                MachineFilter.order("name")),
                        10,
                        0)
                .stream()
                .map(MachineRecord::name)
                .toList();
    }

    @Test
    void aNameIsTakenWithinAnOwnerUntilItsMachineIsDeleted() {
        MachineRecord first = machine("alice", "web1");
        store.insert(first);

        assertThat(store.insert(machine("alice", "web1"))).isFalse();
        assertThat(store.insert(machine("bob", "web1"))).isTrue();
        assertThat(store.nameTaken("alice", "web1")).isTrue();

        store.move(first.id(), MachineState.DEFINED, MachineState.DELETING, null);
        store.move(first.id(), MachineState.DELETING, MachineState.DELETED, null);

        assertThat(store.nameTaken("alice", "web1")).isFalse();
        assertThat(store.insert(machine("alice", "web1"))).isTrue();
    }

    @Test
    void movesOnlyFromTheStateThatItIsIn() {
        MachineRecord machine = machine("alice", "web1");
        store.insert(machine);

        assertThat(store.move(machine.id(), MachineState.PROVISIONING, MachineState.RUNNING, null))
                .isFalse();
        assertThat(store.move(machine.id(), MachineState.DEFINED, MachineState.PROVISIONING, null))
                .isTrue();
        assertThat(store.find(machine.id()).orElseThrow().state()).isEqualTo(MachineState.PROVISIONING);
    }

    @Test
    void refusesAMoveThatNeverHappens() {
        assertThatThrownBy(() -> store.move("any", MachineState.DELETED, MachineState.RUNNING, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A machine never goes from DELETED to RUNNING");
    }

    @Test
    void ofManyThatMoveAtOnceExactlyOneDoes() throws Exception {
        MachineRecord machine = machine("alice", "web1");
        store.insert(machine);
        List<Callable<Boolean>> movers = new ArrayList<>();
        for (int mover = 0; mover < 16; mover++) {
            movers.add(() -> store.move(machine.id(), MachineState.DEFINED, MachineState.PROVISIONING, null));
        }
        int moved = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> result : threads.invokeAll(movers)) {
                moved += result.get() ? 1 : 0;
            }
        }

        assertThat(moved).isEqualTo(1);
    }

    @Test
    void listsFilteredSortedAndByPages() {
        for (int number = 0; number < 5; number++) {
            clock.advance(Duration.ofSeconds(1));
            store.insert(machine("alice", "web" + number));
        }
        store.insert(machine("bob", "other"));

        MachineFilter newest = filter("alice", null, "-createdAt");
        assertThat(store.list(newest, 2, 1)).extracting(MachineRecord::name).containsExactly("web3", "web2");
        assertThat(store.count(newest)).isEqualTo(5);
        assertThat(store.list(filter("alice", "EB4", "name"), 25, 0))
                .extracting(MachineRecord::name)
                .containsExactly("web4");
        assertThat(store.list(filter("alice", "%", "name"), 25, 0)).isEmpty();
        assertThat(store.list(filter(null, null, "name"), 25, 0))
                .extracting(MachineRecord::name)
                .startsWith("other");
    }

    @Test
    void countsWhatHostsAndImagesCarry() {
        MachineRecord running = machine("alice", "web1");
        store.insert(running);
        store.move(running.id(), MachineState.DEFINED, MachineState.PROVISIONING, null);
        store.move(running.id(), MachineState.PROVISIONING, MachineState.RUNNING, null);
        store.insert(machine("alice", "web2"));

        assertThat(store.tenancy("host")).satisfies(tenancy -> {
            assertThat(tenancy.machines()).isEqualTo(2);
            assertThat(tenancy.running()).isEqualTo(1);
            assertThat(tenancy.vcpus()).isEqualTo(4);
            assertThat(tenancy.memoryBytes()).isEqualTo(1L << 30);
        });
        assertThat(store.countByImage(List.of("image", "unused"))).isEqualTo(Map.of("image", 2));
    }

    @Test
    void aMachineThatIsAboutToBeSwitchedOnIsCountedOnce() {
        MachineRecord machine = machine("alice", "web1");
        store.insert(machine);
        store.move(machine.id(), MachineState.DEFINED, MachineState.PROVISIONING, null);
        store.move(machine.id(), MachineState.PROVISIONING, MachineState.RUNNING, null);
        store.move(machine.id(), MachineState.RUNNING, MachineState.STOPPED, null);
        assertThat(store.tenancy("host").memoryBytes()).isZero();

        store.starting(machine.id(), true);
        assertThat(store.tenancy("host").memoryBytes()).isEqualTo(512L << 20);
        assertThat(store.tenancies())
                .hasEntrySatisfying(
                        "host", tenancy -> assertThat(tenancy.vcpus()).isEqualTo(2));

        store.move(machine.id(), MachineState.STOPPED, MachineState.RUNNING, null);
        assertThat(store.tenancy("host").memoryBytes()).isEqualTo(512L << 20);

        store.starting(machine.id(), false);
        store.move(machine.id(), MachineState.RUNNING, MachineState.SUSPENDED, null);
        assertThat(store.tenancy("host").memoryBytes()).isZero();
    }

    @Test
    void knowsWhichImagesHostsAreGoingToNeed() {
        store.insert(machine("alice", "web1"));
        store.insert(machine("alice", "web2"));
        assertThat(store.imagesComing()).isEqualTo(Map.of("host", Set.of("image")));

        for (MachineRecord machine : store.onHost("host")) {
            store.move(machine.id(), MachineState.DEFINED, MachineState.PROVISIONING, null);
            store.move(machine.id(), MachineState.PROVISIONING, MachineState.RUNNING, null);
        }
        assertThat(store.imagesComing()).isEmpty();
    }

    @Test
    void siblingsAreOtherMachinesOfTheSameImageThatWereRead() {
        MachineRecord own = machine("alice", "web1");
        MachineRecord read = machine("bob", "web2");
        store.insert(own);
        store.insert(read);
        store.insert(machine("bob", "unread"));
        Identity identity = new Identity(Map.of("machine-id", List.of("x")));
        store.recordCertificate(read.id(), identity, certificate(read, identity));

        assertThat(store.siblings(own, 10)).containsExactly(new Certification.Relative("web2", identity));
        assertThat(store.siblings(read, 10)).isEmpty();
    }

    @Test
    void aNewCertificateReplacesTheOldOne() {
        MachineRecord machine = machine("alice", "web1");
        store.insert(machine);
        assertThat(store.certificate(machine.id())).isEmpty();

        Identity first = new Identity(Map.of("machine-id", List.of("x")));
        Identity second = new Identity(Map.of("machine-id", List.of("y")));
        store.recordCertificate(machine.id(), first, certificate(machine, first));
        store.recordCertificate(machine.id(), second, certificate(machine, second));

        assertThat(store.certificate(machine.id())).contains(certificate(machine, second));
    }

    @Test
    void onlyMachinesThatMayRunAreLookedAt() {
        MachineRecord running = machine("alice", "web1");
        store.insert(running);
        store.insert(machine("alice", "web2"));
        store.move(running.id(), MachineState.DEFINED, MachineState.PROVISIONING, null);

        assertThat(store.mayBeOn("host")).extracting(MachineRecord::name).containsExactly("web1");
        assertThat(store.mayBeOn("elsewhere")).isEmpty();
    }

    private Certificate certificate(MachineRecord machine, Identity identity) {
        return Certification.compare(
                machine.id(),
                machine.name(),
                identity,
                new Certification.Relative("master", new Identity(Map.of())),
                List.of(),
                clock.instant());
    }

    private static MachineFilter filter(@Nullable String owner, @Nullable String query, String sort) {
        return new MachineFilter(
                new Reach(null), owner, null, query, null, List.of(), List.of(), MachineFilter.order(sort));
    }

    private MachineRecord machine(String owner, String name) {
        return machine(owner, name, clock.instant());
    }

    static MachineRecord machine(String owner, String name, Instant createdAt) {
        return machine(owner, name, createdAt, MachineState.DEFINED);
    }

    static MachineRecord machine(String owner, String name, Instant createdAt, MachineState state) {
        return machine(owner, "host", name, createdAt, state, List.of(), null);
    }

    static MachineRecord machine(
            String owner,
            String host,
            String name,
            Instant createdAt,
            List<String> labels,
            @Nullable Instant expiresAt) {
        return machine(owner, host, name, createdAt, MachineState.DEFINED, labels, expiresAt);
    }

    private static MachineRecord machine(
            String owner,
            String host,
            String name,
            Instant createdAt,
            MachineState state,
            List<String> labels,
            @Nullable Instant expiresAt) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        return new MachineRecord(
                id,
                name,
                owner,
                owner,
                host,
                "image",
                Copy.LINKED,
                2,
                512,
                state,
                null,
                null,
                MachineNames.domain("pando", owner, name),
                identity.uuid(),
                MachineNames.disk(owner, name, id),
                identity.mac(),
                identity.generationId(),
                identity.serial(name),
                name,
                null,
                GuestAccess.AGENT,
                null,
                null,
                List.of(),
                null,
                createdAt,
                labels,
                expiresAt);
    }
}
