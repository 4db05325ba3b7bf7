package io.pando.machine;

import io.pando.api.Problem;
import io.pando.api.WarmPool;
import io.pando.job.JobKind;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;

/** Makes a machine that waits for whoever asks for one. */
record MakeWarmMachineJob(List<Step<MachineRequest>> steps, WarmStore warm, WarmBell bell)
        implements JobKind<MachineRequest> {
    static final String NAME = "machine.warm";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<MachineRequest> requestType() {
        return MachineRequest.class;
    }

    @Override
    public void done(StepContext<MachineRequest> context) {
        // One that is to leave by now is taken away by the keeper.
        if (warm.ready(context.subjectId())) {
            warm.machine(context.subjectId())
                    .ifPresent(machine -> warm.noteSuccess(machine.machine().imageId()));
        }
        bell.ring();
    }

    @Override
    public void undone(StepContext<MachineRequest> context, Problem cause) {
        noteFailure(context, cause);
        warm.forget(context.subjectId());
        bell.ring();
    }

    /** What is left of it the keeper goes on trying to take away. */
    @Override
    public void left(StepContext<MachineRequest> context, Problem cause) {
        noteFailure(context, cause);
        warm.leave(context.subjectId());
        bell.ring();
    }

    /** That one was not wanted any more is no failure. */
    private void noteFailure(StepContext<MachineRequest> context, Problem cause) {
        warm.machine(context.subjectId())
                .filter(machine -> machine.state() == WarmPool.State.MAKING)
                .ifPresent(machine -> warm.noteFailure(machine.machine().imageId(), cause.detail()));
    }
}
