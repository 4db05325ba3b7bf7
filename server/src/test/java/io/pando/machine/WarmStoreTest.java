package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.access.Reach;
import io.pando.api.Firmware;
import io.pando.api.WarmPool;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EachDatabase
class WarmStoreTest {
    private final SettableClock clock = new SettableClock(WarmSamples.NOON);
    private final Database database;
    private final WarmStore warm;
    private final MachineStore machines;
    private final HardwareStore hardware;

    WarmStoreTest(TestDatabase test) {
        database = test.database();
        warm = new WarmStore(database, clock);
        machines = new MachineStore(database, clock);
        hardware = new HardwareStore(database);
        for (String table :
                List.of("warm_pool", "warm_machine", "machine_hardware", "machine_disk", "machine_nic", "machine")) {
            database.writer().sql("DELETE FROM " + table).update();
        }
    }

    private MachineRecord made(String imageId) {
        MachineRecord machine = WarmSamples.machine(imageId, "host", 512);
        assertThat(machines.insert(machine)).isTrue();
        warm.insert(machine, "token");
        warm.noteJob(machine.id(), 7);
        return machine;
    }

    @Test
    void aPoolIsAsItWasSetLast() {
        warm.put("image", 3, 2, 1024, "admin");
        warm.noteFailure("image", "no");
        warm.put("image", 5, null, null, "other");

        assertThat(warm.pool("image"))
                .contains(new WarmPoolRecord("image", 5, null, null, "other", 0, 0, null, null, 0, Instant.EPOCH));
        assertThat(warm.pool("absent")).isEmpty();
    }

    @Test
    void afterFailuresItIsTriedMoreAndMoreRarelyUntilOneSucceeds() {
        warm.put("image", 3, null, null, "admin");

        warm.noteFailure("image", "no room");
        Duration first = pause();
        warm.noteFailure("image", "no room");
        Duration second = pause();
        IntStream.range(0, 20).forEach(number -> warm.noteFailure("image", "no room"));

        assertThat(first).isEqualTo(Duration.ofSeconds(10));
        assertThat(second).isEqualTo(Duration.ofSeconds(20));
        assertThat(pause()).isEqualTo(Duration.ofSeconds(640));
        assertThat(warm.pool("image").orElseThrow().problem()).isEqualTo("no room");

        warm.noteSuccess("image");

        assertThat(warm.pool("image").orElseThrow().problem()).isNull();
        assertThat(warm.pool("image").orElseThrow().failures()).isZero();
    }

    private Duration pause() {
        return Duration.between(
                clock.instant(), warm.pool("image").orElseThrow().retryAt());
    }

    @Test
    void aPoolGoesOnToAnotherImageWithItsCounts() {
        warm.put("image", 3, 2, null, "admin");
        warm.countUse("image");
        warm.countMiss("image");

        warm.movePool("image", "newer");

        assertThat(warm.pool("image")).isEmpty();
        assertThat(warm.pool("newer")).hasValueSatisfying(pool -> {
            assertThat(pool.size()).isEqualTo(3);
            assertThat(pool.vcpus()).isEqualTo(2);
            assertThat(pool.used()).isEqualTo(1);
            assertThat(pool.missed()).isEqualTo(1);
            assertThat(pool.lastUsedAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void goesThroughItsStatesOnlyInTheirOrder() {
        MachineRecord machine = made("image");
        assertThat(warm.take(machine.id())).as("one that is not ready").isFalse();

        assertThat(warm.ready(machine.id())).isTrue();
        assertThat(warm.ready(machine.id())).isFalse();
        assertThat(warm.machine(machine.id())).hasValueSatisfying(each -> {
            assertThat(each.ready()).isTrue();
            assertThat(each.jobId()).isEqualTo(7);
            assertThat(each.machine()).isEqualTo(machine);
        });

        assertThat(warm.leave(machine.id())).isTrue();
        assertThat(warm.leave(machine.id())).isFalse();
        assertThat(warm.ready(machine.id())).isFalse();
        assertThat(warm.take(machine.id())).isFalse();
    }

    @Test
    void nobodySeesItAsAMachineAndItsHostHasPromisedWhatItTakesUntilItLeaves() {
        MachineRecord machine = made("image");
        machines.insert(MachineStoreTest.machine("alice", "web1", clock.instant()));

        assertThat(machines.list(all(), 25, 0)).extracting(MachineRecord::name).containsExactly("web1");
        assertThat(machines.count(all())).isEqualTo(1);
        assertThat(machines.onHost("host")).extracting(MachineRecord::name).containsExactly("web1");
        assertThat(machines.mayBeOn("host")).isEmpty();
        assertThat(machines.countNow("image")).isEqualTo(1);
        assertThat(machines.countByImage(List.of("image"))).isEqualTo(Map.of("image", 1));
        assertThat(machines.tenancy("host")).satisfies(tenancy -> {
            assertThat(tenancy.machines()).isEqualTo(1);
            assertThat(tenancy.warm()).isEqualTo(1);
            assertThat(tenancy.vcpus()).isEqualTo(3);
            assertThat(tenancy.memoryBytes()).isEqualTo(1L << 30);
        });

        warm.leave(machine.id());

        assertThat(machines.tenancies().get("host")).satisfies(tenancy -> {
            assertThat(tenancy.warm()).isZero();
            assertThat(tenancy.vcpus()).isEqualTo(2);
            assertThat(tenancy.memoryBytes()).isEqualTo(1L << 29);
        });
    }

    private static MachineFilter all() {
        return new MachineFilter(
                new Reach(null), null, null, null, null, List.of(), List.of(), MachineFilter.order("name"));
    }

    @Test
    void nothingIsLeftOfOneThatIsForgotten() {
        MachineRecord machine = made("image");
        hardware.put(machine.id(), Hardware.simple(1, 512, Firmware.BIOS, false, machine.disk(), 1, machine.mac()));
        warm.leave(machine.id());

        warm.forget(machine.id());

        assertThat(warm.machines()).isEmpty();
        for (String table : List.of("machine", "machine_hardware", "machine_disk", "machine_nic")) {
            assertThat(database.reader()
                            .sql("SELECT count(*) FROM " + table)
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void whoeverHasAMachineOfThatNameGetsNone() {
        MachineRecord own = MachineStoreTest.machine("alice", "web1", clock.instant());
        machines.insert(own);
        MachineRecord machine = made("image");

        assertThat(machines.claim(theirs(machine, "alice", "web1"))).isFalse();
        assertThat(machines.claim(theirs(machine, "alice", "web2"))).isTrue();
        assertThat(machines.find(machine.id())).contains(theirs(machine, "alice", "web2"));
        assertThat(machines.claim(theirs(machine, "bob", "web2")))
                .as("once it is somebody's")
                .isFalse();
    }

    private MachineRecord theirs(MachineRecord machine, String owner, String name) {
        MachineRecord asked = MachineStoreTest.machine(owner, name, clock.instant());
        return new MachineRecord(
                machine.id(),
                asked.name(),
                asked.ownerId(),
                asked.projectId(),
                machine.hostId(),
                machine.imageId(),
                machine.copy(),
                machine.vcpus(),
                machine.memoryMiB(),
                machine.state(),
                null,
                null,
                asked.domainName(),
                machine.domainUuid(),
                machine.disk(),
                machine.mac(),
                machine.generationId(),
                machine.serial(),
                asked.hostname(),
                null,
                machine.guestAccess(),
                null,
                null,
                List.of(),
                null,
                asked.createdAt(),
                asked.labels(),
                asked.expiresAt());
    }

    @Test
    void ofFiftyWhoAskAtOnceFiveGetTheFiveThatWait() throws Exception {
        for (int number = 0; number < 5; number++) {
            warm.ready(made("image").id());
        }
        List<Callable<Optional<String>>> people = IntStream.range(0, 50)
                .<Callable<Optional<String>>>mapToObj(number -> () -> taken("person" + number))
                .toList();

        List<String> got;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            got = threads.invokeAll(people).stream()
                    .flatMap(each -> result(each).stream())
                    .toList();
        }

        assertThat(got).hasSize(5).doesNotHaveDuplicates();
        assertThat(warm.machines()).isEmpty();
        assertThat(machines.list(all(), 100, 0)).extracting(MachineRecord::id).containsExactlyInAnyOrderElementsOf(got);
        assertThat(machines.list(all(), 100, 0))
                .extracting(MachineRecord::ownerId)
                .doesNotHaveDuplicates();
    }

    private static Optional<String> result(Future<Optional<String>> each) {
        try {
            return each.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** As a request does: looks and takes in its turn. */
    private Optional<String> taken(String person) {
        return database.inTransaction(() -> {
            // The turn of placement.
            database.writer()
                    .sql("UPDATE placement_turn SET turn = turn + 1 WHERE id = 1")
                    .update();
            Optional<WarmMachine> chosen =
                    warm.machinesOf("image").stream().filter(WarmMachine::ready).findFirst();
            chosen.ifPresent(each -> {
                assertThat(warm.take(each.id())).isTrue();
                assertThat(machines.claim(theirs(each.machine(), person, "web")))
                        .isTrue();
            });
            return chosen.map(WarmMachine::id);
        });
    }

    @Test
    void countsThoseThatStayByHost() {
        made("image");
        warm.leave(made("image").id());

        assertThat(warm.machinesOn("host")).hasSize(2);
        assertThat(warm.machinesOn("host"))
                .extracting(WarmMachine::state)
                .containsExactlyInAnyOrder(WarmPool.State.MAKING, WarmPool.State.LEAVING);
        assertThat(warm.any()).isTrue();
    }
}
