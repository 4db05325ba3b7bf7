package io.pando.machine;

import io.pando.api.Copy;
import io.pando.image.ImageCopies;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Brings the image that a machine's disk is based on to the host that the machine goes to. It stays for the next machine. */
final class BringImageAlong implements Step<MoveRequest> {
    private final MoveWork work;
    private final ImageCopies copies;

    BringImageAlong(MoveWork work, ImageCopies copies) {
        this.work = work;
        this.copies = copies;
    }

    @Override
    public String name() {
        return "bring-image";
    }

    @Override
    public String title() {
        return "Bring the image to the host";
    }

    @Override
    public Outcome run(StepContext<MoveRequest> context) {
        MachineRecord machine = work.machine(context.request());
        if (machine.copy() == Copy.FULL) {
            return Outcome.of("its disk needs no image");
        }
        return copies.bring(
                work.machines().master(machine), context.request().targetId(), context.jobId(), context::progress);
    }

    @Override
    public void undo(StepContext<MoveRequest> context) {
        copies.giveUp(context.request().targetId(), context.jobId());
    }
}
