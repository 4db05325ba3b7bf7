package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Quotas;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.job.JobKind;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;

/** Takes a machine away for good. What is deleted cannot be made undone: one that fails is tried again by deleting again. */
record DeleteMachineJob(
        List<Step<MachineRequest>> steps,
        MachineStore store,
        HardwareStore hardware,
        SnapshotStore snapshots,
        MachineViews views,
        Quotas quotas,
        SnapshotCharges charges,
        MachineService service)
        implements JobKind<MachineRequest> {

    @Override
    public String name() {
        return MachineJobs.DELETE;
    }

    @Override
    public Class<MachineRequest> requestType() {
        return MachineRequest.class;
    }

    @Override
    public void done(StepContext<MachineRequest> context) {
        store.move(context.subjectId(), MachineState.DELETING, MachineState.DELETED, null);
        snapshots.forget(context.subjectId());
        hardware.forget(context.subjectId());
        charges.releaseAll(context.subjectId());
        quotas.release(MachineRecord.charge(context.subjectId()));
        views.publish(context.subjectId());
    }

    @Override
    public void undone(StepContext<MachineRequest> context, Problem cause) {
        store.move(
                context.subjectId(),
                MachineState.DELETING,
                MachineState.FAILED,
                "Deleting it failed: %s Delete it again.".formatted(cause.detail()));
        views.publish(context.subjectId());
    }

    @Override
    public Job retry(Caller caller, MachineRequest request) {
        return service.delete(caller, request.machineId(), null);
    }
}
