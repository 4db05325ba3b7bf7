package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Powers the machine on, from its saved memory where it was suspended. */
final class StartDomain implements Step<MachineRequest> {
    private final MachineWork work;

    StartDomain(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "Power it on";
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        if (!work.running(machine)) {
            // A name that was changed while it ran could not be given to its domain before.
            work.domains(machine).rename(machine.domainUuid(), machine.domainName());
            if (machine.state() != MachineState.SUSPENDED) {
                context.remember("cold", "yes");
            }
        }
        work.domains(machine).start(machine.domainUuid());
        return Outcome.of("on", () -> {
            if (context.recall("cold").isPresent()) {
                work.hardware().recordPending(machine.id(), null);
            }
            if (machine.state().mayBecome(MachineState.RUNNING) && machine.state() != MachineState.PROVISIONING) {
                work.store().move(machine.id(), machine.state(), MachineState.RUNNING, null);
            }
        });
    }

    @Override
    public void undo(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        // Only a machine that is being made is taken away again; one that was there before stays as it is.
        if (machine.state() == MachineState.PROVISIONING
                && work.domains(machine).find(machine.domainUuid()).isPresent()) {
            work.domains(machine).powerOff(machine.domainUuid());
        }
    }
}
