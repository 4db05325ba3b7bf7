package io.pando.machine;

import io.pando.api.Problem;
import io.pando.job.JobKind;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Keeps a state of a machine, takes the machine back to one, or deletes one.
 *
 * @param undo what is written when it was undone
 * @param left what is written when undoing it was given up
 */
record SnapshotJob(
        String name,
        List<Step<SnapshotRequest>> steps,
        MachineObserver observer,
        BiConsumer<SnapshotRequest, Problem> undo,
        BiConsumer<SnapshotRequest, Problem> left)
        implements JobKind<SnapshotRequest> {

    @Override
    public Class<SnapshotRequest> requestType() {
        return SnapshotRequest.class;
    }

    @Override
    public void done(StepContext<SnapshotRequest> context) {
        observer.settle(context.subjectId());
    }

    @Override
    public void undone(StepContext<SnapshotRequest> context, Problem cause) {
        undo.accept(context.request(), cause);
        observer.settle(context.subjectId());
    }

    @Override
    public void left(StepContext<SnapshotRequest> context, Problem cause) {
        left.accept(context.request(), cause);
        observer.settle(context.subjectId());
    }
}
