package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.Job;
import io.pando.api.MoveMachine;
import io.pando.api.Problem;
import io.pando.job.JobKind;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import java.util.function.Supplier;

/** Moves a machine to another host. Undone, it is where it was, as it was. */
record MoveJob(List<Step<MoveRequest>> steps, MoveWork work, MachineObserver observer, Supplier<MoveService> service)
        implements JobKind<MoveRequest> {
    static final String NAME = "machine.move";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<MoveRequest> requestType() {
        return MoveRequest.class;
    }

    @Override
    public void done(StepContext<MoveRequest> context) {
        observer.settle(context.subjectId());
    }

    @Override
    public void undone(StepContext<MoveRequest> context, Problem cause) {
        work.recordEnd(context.request());
        observer.settle(context.subjectId());
    }

    @Override
    public Job retry(Caller caller, MoveRequest request) {
        return service.get().submit(caller, request.machineId(), new MoveMachine(request.targetId()), null);
    }
}
