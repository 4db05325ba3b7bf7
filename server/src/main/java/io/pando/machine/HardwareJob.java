package io.pando.machine;

import io.pando.access.Quotas;
import io.pando.api.Problem;
import io.pando.job.JobKind;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import java.util.Set;

/** Changes what a machine is made of. Undone, the machine is made of what it was before. */
record HardwareJob(
        String name,
        List<Step<HardwareRequest>> steps,
        MachineStore machines,
        HardwareStore hardware,
        Quotas quotas,
        MachineObserver observer)
        implements JobKind<HardwareRequest> {

    @Override
    public Class<HardwareRequest> requestType() {
        return HardwareRequest.class;
    }

    @Override
    public void done(StepContext<HardwareRequest> context) {
        HardwareRequest request = context.request();
        // What the file systems are up to is not decided by the request.
        boolean grown = context.recall(GrowFileSystems.GROWN).isPresent();
        settle(request.machineId(), grown ? request.after().eachDisk(Hardware.Disk::settled) : request.after());
        observer.settle(context.subjectId());
    }

    @Override
    public void undone(StepContext<HardwareRequest> context, Problem cause) {
        HardwareRequest request = context.request();
        // What has grown stays so: its guest may have used the room.
        Set<String> grown = Set.of(context.recall(GrowDisks.GROWN).orElse("").split(",", -1));
        settle(
                request.machineId(),
                request.before()
                        .eachDisk(disk -> request.after()
                                .disk(disk.name())
                                .filter(larger -> grown.contains(disk.name()))
                                .map(larger -> disk.grown(larger.size()))
                                .orElse(disk)));
        observer.settle(context.subjectId());
    }

    /** From now on it is made of this, and charged for it. */
    private void settle(String machineId, Hardware made) {
        hardware.put(machineId, made);
        machines.find(machineId)
                .ifPresent(machine -> quotas.settle(machine.projectId(), machine.charge(), made.amounts()));
    }
}
