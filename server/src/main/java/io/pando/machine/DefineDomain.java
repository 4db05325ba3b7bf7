package io.pando.machine;

import io.pando.api.Firmware;
import io.pando.host.DomainSpecification;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Registers the clone with its host (mission A5), with identifiers of its own. */
final class DefineDomain implements Step<MachineRequest> {
    private final MachineWork work;

    private final boolean seeded;

    DefineDomain(MachineWork work) {
        this(work, false);
    }

    /** @param seeded whether it asks for its settings itself, by its seed */
    DefineDomain(MachineWork work, boolean seeded) {
        this.work = work;
        this.seeded = seeded;
    }

    @Override
    public String name() {
        return "define-domain";
    }

    @Override
    public String title() {
        return "Register it with the host";
    }

    @Override
    public double weight() {
        return 0.2;
    }

    @Override
    public String intent(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        return "Define %s (%s)".formatted(machine.domainName(), machine.domainUuid());
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        Hardware hardware = work.hardware().find(machine).hardware();
        // It still says that it is its master, or has its password: it must not be heard on the network before that has
        // changed.
        DomainSpecification specification = work.specification(machine, hardware.unplugged());
        work.domains(machine).define(seeded ? specification.seeded(MachineNames.seed(machine.id())) : specification);
        return Outcome.of(
                (seeded ? "registered as %s, with a seed" : "registered as %s").formatted(machine.domainName()));
    }

    @Override
    public void undo(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        if (work.domains(machine).find(machine.domainUuid()).isPresent()) {
            work.domains(machine).powerOff(machine.domainUuid());
        }
        work.domains(machine).undefine(machine.domainUuid());
        if (work.hardware().find(machine).hardware().firmware() != Firmware.BIOS) {
            work.disks(machine).delete(MachineNames.variables(machine.id()));
        }
    }
}
