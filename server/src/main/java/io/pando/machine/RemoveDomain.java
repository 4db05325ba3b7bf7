package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Switches the machine off and takes it off its host. */
final class RemoveDomain implements Step<MachineRequest> {
    private final MachineWork work;

    RemoveDomain(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "remove-domain";
    }

    @Override
    public String title() {
        return "Switch it off and take it off the host";
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        if (work.domains(machine).find(machine.domainUuid()).isPresent()) {
            work.domains(machine).powerOff(machine.domainUuid());
        }
        work.domains(machine).undefine(machine.domainUuid());
        return Outcome.of(machine.domainName() + " is gone");
    }
}
