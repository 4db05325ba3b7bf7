package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;

/** Deletes the layers that the machine wrote to before it was taken back. */
final class DropLayers implements Step<SnapshotRequest> {
    private final MachineWork work;

    DropLayers(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "drop-layers";
    }

    @Override
    public String title() {
        return "Delete what came after";
    }

    @Override
    public boolean destroys() {
        return true;
    }

    @Override
    public Outcome run(StepContext<SnapshotRequest> context) {
        SnapshotRequest request = context.request();
        List<String> gone = request.requireBefore().volumesBeyond(request.requireAfter());
        gone.forEach(work.disks(work.machine(request.machineId()))::delete);
        return Outcome.of(String.join(", ", gone) + " is gone");
    }
}
