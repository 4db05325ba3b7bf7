package io.pando.machine;

import io.pando.image.ImageCopies;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Brings the image to the machine's host, where it is not there yet. It stays for the next machine. */
final class BringImage implements Step<MachineRequest> {
    private final MachineWork work;
    private final ImageCopies copies;

    BringImage(MachineWork work, ImageCopies copies) {
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
    public String intent(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        return "Have the disk %s on the host of %s"
                .formatted(work.master(machine).disk(), machine.domainName());
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        work.store().move(machine.id(), MachineState.DEFINED, MachineState.PROVISIONING, null);
        return copies.bring(work.master(machine), machine.hostId(), context.jobId(), context::progress);
    }

    @Override
    public void undo(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        copies.giveUp(machine.hostId(), context.jobId());
    }
}
