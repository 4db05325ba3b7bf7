package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Deletes the machine's disk and the last picture of its screen. */
final class DeleteDisk implements Step<MachineRequest> {
    private final MachineWork work;
    private final ScreenPictures pictures;

    DeleteDisk(MachineWork work, ScreenPictures pictures) {
        this.work = work;
        this.pictures = pictures;
    }

    @Override
    public String name() {
        return "delete-disk";
    }

    @Override
    public String title() {
        return "Delete its disk";
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        work.disks(machine).delete(machine.disk());
        pictures.forget(machine.id());
        return Outcome.of(machine.disk() + " is gone");
    }
}
