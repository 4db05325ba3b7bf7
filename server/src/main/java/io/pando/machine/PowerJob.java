package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.job.JobKind;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;

/** Switches a machine on or off in one way or another. Undone, it leaves the machine as it then is. */
record PowerJob(String name, List<Step<MachineRequest>> steps, MachineObserver observer, MachineService service)
        implements JobKind<MachineRequest> {

    @Override
    public Class<MachineRequest> requestType() {
        return MachineRequest.class;
    }

    @Override
    public void done(StepContext<MachineRequest> context) {
        observer.settle(context.subjectId());
    }

    @Override
    public void undone(StepContext<MachineRequest> context, Problem cause) {
        observer.settle(context.subjectId());
    }

    @Override
    public Job retry(Caller caller, MachineRequest request) {
        return service.power(caller, request.machineId(), PowerAction.ofJob(name), request.stop(), null);
    }
}
