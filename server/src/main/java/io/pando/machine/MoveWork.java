package io.pando.machine;

import io.pando.host.Disks;
import io.pando.host.Domains;
import io.pando.host.Hosts;
import io.pando.host.Moves;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the steps of a move work with. */
@Component
class MoveWork {
    private final MachineWork work;
    private final SnapshotStore snapshots;
    private final MoveStore moves;
    private final MachineViews views;
    private final Hosts hosts;

    MoveWork(MachineWork work, SnapshotStore snapshots, MoveStore moves, MachineViews views, Hosts hosts) {
        this.work = work;
        this.snapshots = snapshots;
        this.moves = moves;
        this.views = views;
        this.hosts = hosts;
    }

    MachineWork machines() {
        return work;
    }

    MachineRecord machine(MoveRequest request) {
        return work.machine(request.machineId());
    }

    MovedVolumes volumes(MoveRequest request) {
        MachineRecord machine = machine(request);
        return MovedVolumes.of(
                machine, work.hardware().find(machine).hardware(), snapshots.of(machine.id()), request.live());
    }

    Disks disks(String hostId) {
        return hosts.hypervisor(hostId).disks();
    }

    Domains domains(String hostId) {
        return hosts.hypervisor(hostId).domains();
    }

    Moves moves(String hostId) {
        return hosts.hypervisor(hostId).moves();
    }

    void send(MachineRecord machine, MoveRequest request, Moves.Progress progress) throws InterruptedException {
        hosts.hypervisor(request.sourceId())
                .moves()
                .send(machine.domainUuid(), hosts.hypervisor(request.targetId()), progress);
    }

    String hostName(String hostId) {
        return hosts.standing(hostId).map(Hosts.Standing::name).orElse(hostId);
    }

    /** Whether the machine's row says that it has arrived. */
    boolean arrived(MoveRequest request) {
        return machine(request).hostId().equals(request.targetId());
    }

    /** Writes down that it is there now. May be repeated. */
    void recordArrival(MoveRequest request) {
        moves.arrived(request.machineId());
        work.store().moveHost(request.machineId(), request.sourceId(), request.targetId());
        views.publish(request.machineId());
    }

    /** Writes down that nothing is on its way any more. Within the caller's transaction. */
    void recordEnd(MoveRequest request) {
        moves.end(request.machineId());
    }

    /** Takes everything of the machine's from a host that it is not on. */
    void clear(MoveRequest request, String hostId, List<String> volumes) {
        moves(hostId).discard(machine(request).domainUuid());
        Disks disks = disks(hostId);
        disks.refresh();
        volumes.forEach(disks::delete);
    }
}
