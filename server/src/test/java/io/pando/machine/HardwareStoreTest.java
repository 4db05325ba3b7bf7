package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.Firmware;
import io.pando.api.Snapshot.Consistency;
import io.pando.database.EachDatabase;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

@EachDatabase
class HardwareStoreTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05.123456Z"));
    private final MachineStore machines;
    private final HardwareStore store;
    private final SnapshotStore snapshots;

    HardwareStoreTest(TestDatabase database) {
        this.machines = new MachineStore(database.database(), clock);
        this.store = new HardwareStore(database.database());
        this.snapshots = new SnapshotStore(database.database());
        // Both databases are shared by the tests of this class.
        for (String table : List.of("machine_snapshot", "machine_disk", "machine_nic", "machine_hardware", "machine")) {
            database.database().writer().sql("DELETE FROM " + table).update();
        }
    }

    @Test
    void keepsWhatAMachineIsMadeOf() {
        MachineRecord machine = machine("web1");
        Hardware hardware = hardware(machine)
                .withCd(new Hardware.Cd("disc.iso", "tools.iso", 10 << 20))
                .startingFrom(List.of("cd", "vda"));

        store.put(machine.id(), hardware);

        MachineRecord now = machines.findNow(machine.id()).orElseThrow();
        assertThat(store.find(now)).isEqualTo(new HardwareStore.Kept(hardware, null, null));
        assertThat(now.vcpus()).isEqualTo(4);
        assertThat(now.disk()).isEqualTo(hardware.disks().getFirst().volume());
    }

    @Test
    void whatWaitsForARestartSurvivesAnotherChange() {
        MachineRecord machine = machine("web1");
        store.put(machine.id(), hardware(machine));
        store.recordPending(machine.id(), "2 vCPU after a restart.");

        store.put(machine.id(), hardware(machine).withNics(List.of()));

        MachineRecord now = machines.findNow(machine.id()).orElseThrow();
        assertThat(store.find(now).pending()).isEqualTo("2 vCPU after a restart.");
        assertThat(store.of(List.of(now)).get(machine.id())).isEqualTo(store.find(now));
    }

    @Test
    void noTwoMachinesShareAVolumeOrAnAddress() {
        MachineRecord machine = machine("web1");
        store.put(machine.id(), hardware(machine));

        assertThatThrownBy(() -> store.put(machine("web2").id(), hardware(machine)))
                .isInstanceOf(DataAccessException.class);
        assertThat(store.macTaken("52:54:00:00:00:02")).isTrue();
        assertThat(store.macTaken("52:54:00:00:00:03")).isFalse();
    }

    @Test
    void aMachineThatIsGoneLeavesNothing() {
        MachineRecord machine = machine("web1");
        store.put(machine.id(), hardware(machine));
        snapshots.insert(snapshot(machine, "s1", "before", null));

        snapshots.forget(machine.id());
        store.forget(machine.id());

        assertThat(snapshots.of(machine.id())).isEmpty();
        assertThat(store.of(List.of(machine))).isEmpty();
        MachineRecord next = machine("web2");
        // With a network card of the same address.
        store.put(next.id(), hardware(next));
    }

    // --- snapshots

    @Test
    void snapshotsAreKeptInTheOrderInWhichTheyWereTaken() {
        MachineRecord machine = machine("web1");
        SnapshotRecord first = snapshot(machine, "s1", "before", null);
        clock.advance(java.time.Duration.ofSeconds(1));
        SnapshotRecord second = snapshot(machine, "s2", "after", "s1");

        assertThat(snapshots.insert(second)).isTrue();
        assertThat(snapshots.insert(first)).isTrue();

        assertThat(snapshots.of(machine.id())).containsExactly(first, second);
        assertThat(snapshots.find(machine.id(), "s2")).contains(second);
        assertThat(snapshots.find("other", "s2")).isEmpty();
    }

    @Test
    void aNameIsFreeAgainWhenItsSnapshotOnlyCarriesOthers() {
        MachineRecord machine = machine("web1");
        snapshots.insert(snapshot(machine, "s1", "before", null));
        assertThat(snapshots.insert(snapshot(machine, "s2", "before", null))).isFalse();

        snapshots.recordCarrier("s1");

        assertThat(snapshots.insert(snapshot(machine, "s2", "before", null))).isTrue();
        assertThat(snapshots.find(machine.id(), "s1").orElseThrow().memory()).isNull();
    }

    @Test
    void renamingAMachineToATakenNameChangesNothing() {
        MachineRecord machine = machine("web1");
        machine("web2");

        assertThat(machines.rename(machine.id(), "web2", "pando.alice.web2")).isFalse();
        assertThat(machines.rename(machine.id(), "web3", "pando.alice.web3")).isTrue();
        assertThat(machines.findNow(machine.id()).orElseThrow().domainName()).isEqualTo("pando.alice.web3");
    }

    // --- samples

    private MachineRecord machine(String name) {
        MachineRecord machine = MachineStoreTest.machine("alice", name, clock.instant());
        machines.insert(machine);
        return machine;
    }

    private static Hardware hardware(MachineRecord machine) {
        return new Hardware(
                4,
                2048,
                Firmware.UEFI,
                true,
                List.of(
                        new Hardware.Disk("vda", machine.disk() + ".layer", 3L << 30, false),
                        new Hardware.Disk("vdb", machine.id() + ".vdb", 1L << 30, true)),
                List.of(
                        new Hardware.Nic("net0", machine.mac(), true),
                        new Hardware.Nic("net1", "52:54:00:00:00:02", false)),
                null,
                List.of("vda"));
    }

    private SnapshotRecord snapshot(MachineRecord machine, String id, String name, @Nullable String parent) {
        return new SnapshotRecord(
                id,
                machine.id(),
                name,
                "",
                SnapshotRecord.State.READY,
                parent,
                id + ".save",
                Consistency.MEMORY,
                hardware(machine),
                null,
                clock.instant());
    }
}
