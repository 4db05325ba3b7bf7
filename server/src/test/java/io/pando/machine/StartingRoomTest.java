package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Fault;
import io.pando.api.Filling;
import io.pando.api.Host;
import io.pando.api.ProblemType;
import io.pando.placement.Rules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartingRoomTest {
    private static final Rules RULES = new Rules(2, 512, Filling.PACK, new Rules.Weights(1, 1, 1, 1, 1));
    private static final int OWN_MIB = 512;
    private static final int OWN_VCPUS = 2;

    @Test
    void aMachineIsStartedWhereThereIsRoom() {
        assertThat(lacking(MachineState.STOPPED, host(6, 4_096 - 512 - OWN_MIB)))
                .isEmpty();
    }

    @Test
    void memoryThatIsMissingIsSaidWithWhatWouldHelp() {
        assertThat(lacking(MachineState.STOPPED, host(0, 4_096 - 512 - 256)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.type()).isEqualTo(ProblemType.NO_CAPACITY);
                    assertThat(finding.fault())
                            .isEqualTo(
                                    new Fault(
                                            "memoryMiB",
                                            "The host h1 has no room for the running web1 now: 256 MiB of its memory are not promised to other machines, and 512 MiB are wanted.",
                                            "Stop machines on that host, wait until some have stopped, or move this one to another host; or make it smaller first: at most 256 MiB of memory."));
                });
    }

    /** Saved memory fits only a machine of the same size. */
    @Test
    void aSuspendedMachineCannotBeMadeSmaller() {
        assertThat(lacking(MachineState.SUSPENDED, host(7, 4_096)))
                .extracting(ClonePlan.Finding::fault)
                .extracting(Fault::field)
                .containsExactly("vcpus", "memoryMiB");
        assertThat(lacking(MachineState.SUSPENDED, host(7, 4_096)))
                .extracting(ClonePlan.Finding::fault)
                .extracting(Fault::help)
                .containsOnly(
                        "Stop machines on that host, wait until some have stopped, or move this one to another host.");
    }

    @Test
    void whatRunsAlreadyNeedsOnlyWhatItGrowsBy() {
        Host full = host(8, 4_096 - 512);
        MachineRecord running = MachineStoreTest.machine("alice", "web1", Instant.EPOCH, MachineState.RUNNING);
        assertThat(StartingRoom.lacking(running, full, OWN_VCPUS, OWN_MIB, RULES))
                .isEmpty();
        assertThat(StartingRoom.lacking(running, full, OWN_VCPUS, OWN_MIB + 64, RULES))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fault().message())
                        .contains("0 MiB of its memory")
                        .contains("64 MiB are wanted"));
    }

    @Test
    void aHostThatHasPromisedTooMuchKeepsWhatRuns() {
        MachineRecord running = MachineStoreTest.machine("alice", "web1", Instant.EPOCH, MachineState.RUNNING);
        assertThat(StartingRoom.lacking(running, host(9, 8_192), OWN_VCPUS, OWN_MIB, RULES))
                .isEmpty();
    }

    @Test
    void ofAHostOfWhichNothingIsKnownNothingIsSaid() {
        Host unknown = host(null, null);
        assertThat(lacking(MachineState.STOPPED, unknown)).isEmpty();
    }

    private static List<ClonePlan.Finding> lacking(MachineState state, Host host) {
        MachineRecord machine = MachineStoreTest.machine("alice", "web1", Instant.EPOCH, state);
        return StartingRoom.lacking(machine, host, machine.vcpus(), machine.memoryMiB(), RULES);
    }

    /** 4 processors and 4 GiB. */
    private static Host host(int committedVcpus, long committedMiB) {
        return host(
                new Host.Processors("any", 4, committedVcpus, null),
                new Host.Memory(4_096L << 20, 0, committedMiB << 20));
    }

    private static Host host(Host.@Nullable Processors processors, Host.@Nullable Memory memory) {
        return new Host(
                "host",
                "h1",
                "test:///default",
                Host.State.ONLINE,
                Instant.EPOCH,
                null,
                "x86_64",
                "none",
                "none",
                processors,
                memory,
                new Host.Acceleration(Host.Acceleration.Kind.HARDWARE, "", null),
                List.of(),
                List.of(),
                0,
                0,
                null,
                List.of(),
                // It keeps what it has.
                true,
                true,
                List.of(),
                0);
    }
}
