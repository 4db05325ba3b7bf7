package io.pando.machine;

import io.pando.api.Fault;
import io.pando.api.Host;
import io.pando.api.PlacementDecision.HostObstacle;
import io.pando.api.PlacementDecision.Obstacle;
import io.pando.api.ProblemType;
import io.pando.host.Hosts;
import io.pando.host.Reservations;
import io.pando.placement.Placement;
import io.pando.placement.Rules;
import io.pando.placement.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Room on the host for machines that are there and are switched on again. Counted as for new machines: what runs there, is being made, or is
 * about to be switched on. Whether the host is drained does not matter, for it keeps what it has.
 */
@Component
class StartingRoom {
    private final MachineStore store;
    private final Hosts hosts;
    private final Rules rules;
    private final Reservations reservations;

    StartingRoom(MachineStore store, Hosts hosts, Rules rules, Reservations reservations) {
        this.store = store;
        this.hosts = hosts;
        this.rules = rules;
        this.reservations = reservations;
    }

    /** Waits for the turn in which room is counted and promised, and keeps it until the present transaction ends. */
    void await() {
        reservations.await();
    }

    /** Promises the machine its room, until the job on it has ended. */
    void promise(String machineId) {
        store.starting(machineId, true);
    }

    /**
     * What is missing for a machine to run at that size, as the present transaction sees it; nothing when nothing is, or when nothing is known
     * of the host.
     */
    List<ClonePlan.Finding> lacking(MachineRecord machine, int vcpus, int memoryMiB) {
        return hosts.find(machine.hostId())
                .map(host -> lacking(machine, host, vcpus, memoryMiB, rules))
                .orElse(List.of());
    }

    /** The same, with everything that it depends on. */
    static List<ClonePlan.Finding> lacking(MachineRecord machine, Host host, int vcpus, int memoryMiB, Rules rules) {
        if (host.processors() == null || host.memory() == null) {
            return List.of();
        }
        boolean counted = machine.state() == MachineState.RUNNING;
        int moreVcpus = Math.max(0, vcpus - (counted ? machine.vcpus() : 0));
        int moreMiB = Math.max(0, memoryMiB - (counted ? machine.memoryMiB() : 0));
        return Placement.lacking(HostCandidates.of(host, List.of(), 0), Size.of(moreVcpus, moreMiB), rules).stream()
                // A host that has promised too much already is not asked for more.
                .filter(obstacle -> (obstacle.obstacle() == Obstacle.MEMORY ? moreMiB : moreVcpus) > 0)
                .map(obstacle -> new ClonePlan.Finding(
                        ProblemType.NO_CAPACITY,
                        new Fault(
                                obstacle.obstacle() == Obstacle.MEMORY ? "memoryMiB" : "vcpus",
                                "The host %s has no room for the running %s now: %s."
                                        .formatted(host.name(), machine.name(), obstacle.text()),
                                help(machine, obstacle))))
                .toList();
    }

    private static String help(MachineRecord machine, HostObstacle obstacle) {
        String smaller = machine.state() == MachineState.STOPPED ? smaller(obstacle) : null;
        return "Stop machines on that host, wait until some have stopped, or move this one to another host%s."
                .formatted(smaller == null ? "" : "; or make it smaller first: at most " + smaller);
    }

    /** Null where no size would do. */
    private static @Nullable String smaller(HostObstacle obstacle) {
        Long most = obstacle.atMost();
        if (most == null) {
            return null;
        }
        if (obstacle.obstacle() == Obstacle.MEMORY) {
            return most < ClonePlan.LEAST_MEMORY_MIB ? null : "%,d MiB of memory".formatted(most);
        }
        return most < 1000 ? null : "%d vCPU".formatted(most / 1000);
    }
}
