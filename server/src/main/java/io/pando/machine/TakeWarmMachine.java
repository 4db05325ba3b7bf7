package io.pando.machine;

import io.pando.api.Firmware;
import io.pando.host.Disks;
import io.pando.host.Domains;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Takes a machine that waits for whoever asked. Undone, it is deleted: it may have heard by then whose it was to be. */
final class TakeWarmMachine implements Step<MachineRequest> {
    private final MachineWork work;

    TakeWarmMachine(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "take";
    }

    @Override
    public String title() {
        return "Take a machine that waits";
    }

    @Override
    public double weight() {
        return 0.2;
    }

    @Override
    public String intent(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        return "Take the domain %s with the disk %s".formatted(machine.domainUuid(), machine.disk());
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        Domains domains = work.domains(machine);
        Hardware hardware = work.hardware().find(machine).hardware();
        boolean waited = work.running(machine);
        domains.start(machine.domainUuid());
        domains.describe(work.specification(machine, hardware));
        hardware.disks().stream()
                .filter(Hardware.Disk::growing)
                .forEach(disk -> domains.growDisk(machine.domainUuid(), disk.name(), disk.volume(), disk.size()));
        return Outcome.of(waited ? "it waited" : "its power had gone: it starts");
    }

    @Override
    public void undo(StepContext<MachineRequest> context) {
        takeAway(work, work.machine(context));
    }

    /** Takes away everything that was made for a machine that waited. May be repeated. */
    static void takeAway(MachineWork work, MachineRecord machine) {
        Domains domains = work.domains(machine);
        if (domains.find(machine.domainUuid()).isPresent()) {
            domains.powerOff(machine.domainUuid());
        }
        domains.undefine(machine.domainUuid());
        Disks disks = work.disks(machine);
        Hardware hardware = work.hardware().find(machine).hardware();
        hardware.volumes().forEach(disks::delete);
        disks.delete(MachineNames.seed(machine.id()));
        if (hardware.firmware() != Firmware.BIOS) {
            disks.delete(MachineNames.variables(machine.id()));
        }
    }
}
