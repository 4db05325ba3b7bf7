package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;

/** Deletes what the machine does not have any more. What is deleted stays deleted. */
final class DropVolumes implements Step<HardwareRequest> {
    private final MachineWork work;

    DropVolumes(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "drop-volumes";
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
    public Outcome run(StepContext<HardwareRequest> context) {
        HardwareRequest request = context.request();
        List<String> gone = request.before().volumesBeyond(request.after());
        gone.forEach(work.disks(work.machine(request.machineId()))::delete);
        return Outcome.of(gone.isEmpty() ? "nothing to delete" : String.join(", ", gone) + " is gone");
    }
}
