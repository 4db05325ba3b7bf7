package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;

/** Has the guest enlarge the file systems on disks that have grown while it was off. Usually there is nothing to do. */
final class GrowAtStart implements Step<MachineRequest> {
    private final MachineWork work;
    private final FileSystems fileSystems;

    GrowAtStart(MachineWork work, FileSystems fileSystems) {
        this.work = work;
        this.fileSystems = fileSystems;
    }

    @Override
    public String name() {
        return "grow-file-systems";
    }

    @Override
    public String title() {
        return "Enlarge file systems whose disks have grown";
    }

    @Override
    public double weight() {
        return 0.1;
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        Hardware hardware = work.hardware().find(machine).hardware();
        List<String> disks = hardware.disks().stream()
                .filter(Hardware.Disk::growing)
                .map(Hardware.Disk::name)
                .toList();
        if (disks.isEmpty()) {
            return Outcome.of("none");
        }
        FileSystems.Growth growth =
                fileSystems.grow(machine, disks, work.bootTimeout(), waiting -> context.progress(10, waiting));
        return Outcome.of(growth.detail(), () -> {
            if (growth.asked()) {
                work.hardware().put(machine.id(), hardware.eachDisk(Hardware.Disk::settled));
            }
        });
    }
}
