package io.pando.machine;

import io.pando.api.Firmware;
import io.pando.host.Disks;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.ArrayList;
import java.util.List;

/** Deletes the machine's disks, with what its snapshots hold, and the last picture of its screen. */
final class DeleteDisk implements Step<MachineRequest> {
    private final MachineWork work;
    private final SnapshotStore snapshots;
    private final ScreenPictures pictures;

    DeleteDisk(MachineWork work, SnapshotStore snapshots, ScreenPictures pictures) {
        this.work = work;
        this.snapshots = snapshots;
        this.pictures = pictures;
    }

    @Override
    public String name() {
        return "delete-disk";
    }

    @Override
    public String title() {
        return "Delete its disks";
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        Disks disks = work.disks(machine);
        Hardware hardware = work.hardware().find(machine).hardware();
        List<String> volumes = new ArrayList<>(hardware.volumes());
        snapshots.of(machine.id()).forEach(snapshot -> volumes.addAll(snapshot.volumes()));
        if (hardware.firmware() != Firmware.BIOS) {
            volumes.add(MachineNames.variables(machine.id()));
        }
        disks.refresh();
        volumes.forEach(disks::delete);
        pictures.forget(machine.id());
        return Outcome.of(machine.disk() + (volumes.size() == 1 ? " is gone" : " and all that belonged to it is gone"));
    }
}
