package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Fault;
import io.pando.api.Firmware;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HardwarePlanTest {
    private static final long GIB = 1L << 30;
    private static final Hardware SIMPLE =
            Hardware.simple(1, 512, Firmware.BIOS, false, "alice.web1-0123abcd.qcow2", 3 * GIB, "52:54:00:00:00:01");

    // --- size

    @Test
    void processorsAndMemoryOfARunningMachineWaitForARestart() {
        HardwarePlan plan = plan(new HardwareChange.Resize(2, 1024, null, null), SIMPLE, true);

        assertThat(plan.findings()).isEmpty();
        assertThat(plan.after().vcpus()).isEqualTo(2);
        assertThat(plan.after().memoryMiB()).isEqualTo(1024);
        assertThat(plan.pending()).isEqualTo("2 vCPU, 1,024 MiB of memory after a restart.");
        assertThat(plan.effects())
                .extracting(Plan.Effect::reason)
                .containsOnly("holds after it was switched off and on");
    }

    @Test
    void thoseOfAStoppedMachineHoldAtOnce() {
        HardwarePlan plan = plan(new HardwareChange.Resize(2, null, null, null), SIMPLE, false);

        assertThat(plan.pending()).isNull();
        assertThat(plan.effects()).containsExactly(new Plan.Effect("Processors", "2 instead of 1", null));
    }

    @Test
    void aDiskGrowsAtOnceAndTheFileSystemWithIt() {
        HardwarePlan plan = plan(new HardwareChange.Resize(null, null, null, 4 * GIB), SIMPLE, true);

        assertThat(plan.pending()).isNull();
        assertThat(plan.after().disks().getFirst().size()).isEqualTo(4 * GIB);
        assertThat(plan.after().disks().getFirst().growing()).isTrue();
        assertThat(plan.effects()).extracting(Plan.Effect::subject).containsExactly("Disk vda", "File system");
    }

    @Test
    void aDiskNeverShrinks() {
        assertThat(faults(new HardwareChange.Resize(null, null, "vda", 2 * GIB)))
                .containsExactly(new Fault(
                        "diskSize", "A disk can only grow: vda has 3 GiB.", "Ask for more, or add another disk."));
    }

    @Test
    void aDiskThatIsNotThereIsNamedTogetherWithThoseThatAre() {
        assertThat(faults(new HardwareChange.Resize(null, null, "vdx", 4 * GIB)))
                .containsExactly(new Fault("disk", "The machine has no disk vdx.", "It has vda."));
    }

    @Test
    void sizesOutOfBoundsAndSizesThatChangeNothingAreRefused() {
        assertThat(faults(new HardwareChange.Resize(0, 1, null, 1L)))
                .extracting(Fault::field)
                .containsExactly("vcpus", "memoryMiB", "diskSize");
        assertThat(faults(new HardwareChange.Resize(1, 512, null, null)))
                .extracting(Fault::message)
                .containsExactly("The machine has that size already.");
        assertThat(faults(new HardwareChange.Resize(null, null, "vda", null)))
                .extracting(Fault::field)
                .containsExactly("diskSize");
        assertThat(faults(new HardwareChange.Resize(null, null, null, 3000 * GIB)))
                .extracting(Fault::field)
                .containsExactly("diskSize");
    }

    @Test
    void moreMemoryThanTheHostHasLeftIsRefusedByCapacity() {
        HardwarePlan plan = plan(new HardwareChange.Resize(null, 8192, null, null), SIMPLE, false);

        assertThat(plan.findings()).extracting(ClonePlan.Finding::type).containsExactly(ProblemType.NO_CAPACITY);
        assertThat(plan.after()).isEqualTo(SIMPLE);
    }

    // --- disks

    @Test
    void disksAreNamedByTheFirstFreeLetter() {
        Hardware two = plan(new HardwareChange.AddDisk(GIB), SIMPLE, true).after();
        Hardware three = plan(new HardwareChange.AddDisk(GIB), two, true).after();
        Hardware hole = plan(new HardwareChange.RemoveDisk("vdb"), three, true).after();

        assertThat(names(plan(new HardwareChange.AddDisk(GIB), hole, true).after()))
                .containsExactly("vda", "vdb", "vdc");
        assertThat(two.disks().getLast().volume()).isEqualTo("vdb.qcow2");
    }

    @Test
    void theFirstDiskAndThoseInSnapshotsStay() {
        Hardware two = plan(new HardwareChange.AddDisk(GIB), SIMPLE, true).after();

        assertThat(faults(new HardwareChange.RemoveDisk("vda")))
                .extracting(Fault::message)
                .containsExactly("The first disk is the machine.");
        assertThat(HardwarePlan.of(
                                new HardwareChange.RemoveDisk("vdb"), situation(two, true, Set.of("vda", "vdb"), null))
                        .findings())
                .extracting(ClonePlan.Finding::type)
                .containsExactly(ProblemType.IN_USE);
    }

    @Test
    void aRemovedDiskIsNotStartedFromAnyMore() {
        Hardware two =
                plan(new HardwareChange.AddDisk(GIB), SIMPLE, false).after().startingFrom(List.of("vdb", "vda"));

        assertThat(plan(new HardwareChange.RemoveDisk("vdb"), two, false)
                        .after()
                        .boot())
                .containsExactly("vda");
    }

    @Test
    void thereIsAnEndToAddingDisks() {
        Hardware hardware = SIMPLE;
        while (hardware.disks().size() < HardwarePlan.MOST_DISKS) {
            hardware = plan(new HardwareChange.AddDisk(GIB), hardware, false).after();
        }

        assertThat(plan(new HardwareChange.AddDisk(GIB), hardware, false).findings())
                .isNotEmpty();
    }

    // --- network cards

    @Test
    void aNetworkCardGetsAnAddressOfItsOwnOrTheOneThatIsWanted() {
        assertThat(plan(new HardwareChange.AddNic(null, true), SIMPLE, true)
                        .after()
                        .nics())
                .last()
                .isEqualTo(new Hardware.Nic("net1", "52:54:00:99:99:99", true));
        assertThat(plan(new HardwareChange.AddNic("52-54-00-AB-CD-EF", false), SIMPLE, true)
                        .after()
                        .nics())
                .last()
                .isEqualTo(new Hardware.Nic("net1", "52:54:00:ab:cd:ef", false));
    }

    @Test
    void addressesOfGroupsAndNonsenseAreRefused() {
        for (String mac : List.of("01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "hello", "")) {
            assertThat(faults(new HardwareChange.AddNic(mac, true)))
                    .as(mac)
                    .extracting(Fault::field)
                    .containsExactly("mac");
        }
    }

    @Test
    void theFirstNetworkCardStaysButItsCableMayBePulled() {
        assertThat(faults(new HardwareChange.RemoveNic("net0"))).hasSize(1);
        assertThat(plan(new HardwareChange.Connect("net0", false), SIMPLE, true)
                        .after()
                        .nics()
                        .getFirst()
                        .connected())
                .isFalse();
    }

    // --- discs and starting

    @Test
    void theFirstDiscOfARunningMachineComesWithADrive() {
        HardwarePlan plan = HardwarePlan.of(
                new HardwareChange.Insert("tools.iso"),
                situation(SIMPLE, true, Set.of(), new HardwarePlan.Disc("tools.iso", 10 << 20)));

        assertThat(plan.pending()).isNull();
        assertThat(plan.effects()).extracting(Plan.Effect::subject).containsExactly("CD drive", "New drive");
        assertThat(plan.after().cd()).isEqualTo(new Hardware.Cd("cd.iso", "tools.iso", 10 << 20));
        assertThat(plan.after().amounts().diskBytes()).isEqualTo(3 * GIB + (10 << 20));
    }

    @Test
    void theNextDiscIsChangedAtOnce() {
        Hardware before = SIMPLE.withCd(new Hardware.Cd("old.iso", "old.iso", 5 << 20));
        HardwarePlan plan = HardwarePlan.of(
                new HardwareChange.Insert("tools.iso"),
                situation(before, true, Set.of(), new HardwarePlan.Disc("tools.iso", 10 << 20)));

        assertThat(plan.pending()).isNull();
        assertThat(plan(new HardwareChange.Eject(), plan.after(), true).after().cd())
                .isEqualTo(Hardware.Cd.EMPTY);
    }

    @Test
    void aDiscThatIsNotThereIsNotFound() {
        assertThat(plan(new HardwareChange.Insert("absent.iso"), SIMPLE, false).findings())
                .extracting(ClonePlan.Finding::type)
                .containsExactly(ProblemType.NOT_FOUND);
    }

    @Test
    void aMachineStartsOnlyFromWhatItHas() {
        assertThat(faults(new HardwareChange.Boot(List.of("cd"))))
                .containsExactly(new Fault("devices", "The machine has no cd to start from.", "It has vda."));
        assertThat(faults(new HardwareChange.Boot(List.of()))).hasSize(1);
        assertThat(faults(new HardwareChange.Boot(List.of("vda", "vda")))).hasSize(1);
        assertThat(plan(new HardwareChange.Boot(List.of("cd", "vda")), SIMPLE.withCd(Hardware.Cd.EMPTY), false)
                        .after()
                        .boot())
                .containsExactly("cd", "vda");
    }

    // --- samples

    private static List<Fault> faults(HardwareChange change) {
        return plan(change, SIMPLE, false).findings().stream()
                .map(ClonePlan.Finding::fault)
                .toList();
    }

    private static List<String> names(Hardware hardware) {
        return hardware.disks().stream().map(Hardware.Disk::name).toList();
    }

    private static HardwarePlan plan(HardwareChange change, Hardware hardware, boolean running) {
        return HardwarePlan.of(change, situation(hardware, running, Set.of(), null));
    }

    private static HardwarePlan.Situation situation(
            Hardware hardware, boolean running, Set<String> kept, HardwarePlan.@Nullable Disc disc) {
        return new HardwarePlan.Situation(
                "web1",
                hardware,
                running,
                ClonePlanTest.host(8 * GIB, GIB),
                512,
                2048 * GIB,
                kept,
                false,
                disc,
                (part, ending) -> part + "." + ending,
                "52:54:00:99:99:99");
    }
}
