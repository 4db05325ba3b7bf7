package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Takes away what a machine that is on another host now has left behind. */
final class LeaveSource implements Step<MoveRequest> {
    private final MoveWork work;

    LeaveSource(MoveWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "leave-source";
    }

    @Override
    public String title() {
        return "Take away what is left on the host that it was on";
    }

    @Override
    public boolean destroys() {
        return true;
    }

    @Override
    public double weight() {
        return 0.3;
    }

    @Override
    public Outcome run(StepContext<MoveRequest> context) {
        MoveRequest request = context.request();
        if (!work.arrived(request)) {
            throw new IllegalStateException("Nothing is taken away from where the machine is");
        }
        work.clear(request, request.sourceId(), work.volumes(request).all());
        return Outcome.of(
                "nothing of it is on %s any more".formatted(work.hostName(request.sourceId())),
                () -> work.recordEnd(request));
    }
}
