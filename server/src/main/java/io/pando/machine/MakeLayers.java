package io.pando.machine;

import io.pando.host.Disks;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.Map;

/** Makes new layers upon those that a snapshot holds, which stay as they are. */
final class MakeLayers implements Step<SnapshotRequest> {
    private final MachineWork work;
    private final SnapshotStore snapshots;

    MakeLayers(MachineWork work, SnapshotStore snapshots) {
        this.work = work;
        this.snapshots = snapshots;
    }

    @Override
    public String name() {
        return "make-layers";
    }

    @Override
    public String title() {
        return "Make disks that begin where the snapshot was";
    }

    @Override
    public String intent(StepContext<SnapshotRequest> context) {
        return "Make the layers " + String.join(", ", context.request().layers().values());
    }

    @Override
    public Outcome run(StepContext<SnapshotRequest> context) {
        SnapshotRequest request = context.request();
        Disks disks = work.disks(work.machine(request.machineId()));
        SnapshotRecord snapshot =
                snapshots.find(request.machineId(), request.snapshotId()).orElseThrow();
        Map<String, String> kept = SnapshotRequest.layers(snapshot.hardware());
        for (Hardware.Disk disk : request.requireAfter().disks()) {
            disks.createLinked(disk.volume(), kept.getOrDefault(disk.name(), ""), disk.size());
        }
        return Outcome.of(String.join(", ", request.layers().values()));
    }

    @Override
    public void undo(StepContext<SnapshotRequest> context) {
        SnapshotRequest request = context.request();
        request.layers().values().forEach(work.disks(work.machine(request.machineId()))::delete);
    }
}
