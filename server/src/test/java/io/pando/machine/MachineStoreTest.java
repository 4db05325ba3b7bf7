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
                .hasEntrySatisfying("host", tenancy -> assertThat(tenancy.vcpus()).isEqualTo(2));

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
        return new MachineFilter(new Reach(null), owner, null, query, null, List.of(), MachineFilter.order(sort));
    }

    private MachineRecord machine(String owner, String name) {
        return machine(owner, name, clock.instant());
    }

    static MachineRecord machine(String owner, String name, Instant createdAt) {
        return machine(owner, name, createdAt, MachineState.DEFINED);
    }

    static MachineRecord machine(String owner, String name, Instant createdAt, MachineState state) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        return new MachineRecord(
                id,
                name,
                owner,
                owner,
                "host",
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
                createdAt);
    }
}
