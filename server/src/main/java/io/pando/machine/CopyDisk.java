package io.pando.machine;

import io.pando.api.Copy;
import io.pando.host.Disks;
import io.pando.image.ImageCopies;
import io.pando.image.Master;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Copies the master's disk (mission A3), under a name made of the owner's and the machine's (A4). */
final class CopyDisk implements Step<MachineRequest> {
    private final MachineWork work;
    private final ImageCopies copies;

    CopyDisk(MachineWork work, ImageCopies copies) {
        this.work = work;
        this.copies = copies;
    }

    @Override
    public String name() {
        return "copy-disk";
    }

    @Override
    public String title() {
        return "Copy the disk";
    }

    @Override
    public String intent(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        return "Make the disk %s from %s"
                .formatted(machine.disk(), work.master(machine).disk());
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        work.store().move(work.machine(context).id(), MachineState.DEFINED, MachineState.PROVISIONING, null);
        return copy(context);
    }

    /** Makes the disk, in the place of one that is there. */
    Outcome copy(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        Master master = work.master(machine);
        Disks disks = work.disks(machine);
        long size = work.hardware().find(machine).hardware().disks().getFirst().size();
        if (machine.copy() == Copy.LINKED) {
            disks.createLinked(machine.disk(), master.disk(), size);
            return Outcome.of("linked copy of %s: %s".formatted(master.name(), machine.disk()));
        }
        // What an earlier attempt has left takes room, too.
        disks.delete(machine.disk());
        copies.makeRoom(
                machine.hostId(), context.jobId(), master.storedSize(), size, "a full copy of " + master.name());
        disks.createFull(
                machine.disk(),
                master.disk(),
                copied -> context.progress(
                        100.0 * copied / Math.max(1, master.storedSize()),
                        "%d of about %d MiB".formatted(copied >> 20, master.storedSize() >> 20)));
        disks.grow(machine.disk(), size);
        return Outcome.of("full copy of %s: %s".formatted(master.name(), machine.disk()));
    }

    @Override
    public void undo(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        work.disks(machine).delete(machine.disk());
    }
}
