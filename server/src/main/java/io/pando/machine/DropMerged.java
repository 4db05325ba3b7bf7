package io.pando.machine;

import io.pando.host.Disks;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.ArrayList;
import java.util.List;

/** Deletes the volumes whose content has moved. One that still is somebody's stays: a merge may have been broken off. */
final class DropMerged implements Step<SnapshotRequest> {
    private final MachineWork work;
    private final SnapshotStore snapshots;
    private final SnapshotCharges charges;

    DropMerged(MachineWork work, SnapshotStore snapshots, SnapshotCharges charges) {
        this.work = work;
        this.snapshots = snapshots;
        this.charges = charges;
    }

    @Override
    public String name() {
        return "drop-merged";
    }

    @Override
    public String title() {
        return "Delete what is no longer needed";
    }

    @Override
    public boolean destroys() {
        return true;
    }

    @Override
    public Outcome run(StepContext<SnapshotRequest> context) {
        MachineRecord machine = work.machine(context.request().machineId());
        List<String> gone = drop(work, snapshots, machine, MergeSnapshots.dropped(context));
        return Outcome.of(
                gone.isEmpty() ? "nothing to delete" : String.join(", ", gone) + " is gone",
                charges.settlement(machine));
    }

    static List<String> drop(MachineWork work, SnapshotStore snapshots, MachineRecord machine, List<String> volumes) {
        List<String> gone = new ArrayList<>(volumes);
        gone.removeAll(work.hardware().find(machine).hardware().volumes());
        snapshots.of(machine.id()).forEach(snapshot -> gone.removeAll(snapshot.volumes()));
        Disks disks = work.disks(machine);
        gone.forEach(disks::delete);
        return gone;
    }
}
