package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Writes the machine's memory to disk and switches it off; the next start goes on where it was. */
final class SuspendDomain implements Step<MachineRequest> {
    private final MachineWork work;

    SuspendDomain(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "suspend";
    }

    @Override
    public String title() {
        return "Write its memory to disk";
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        work.domains(machine).suspend(machine.domainUuid());
        return Outcome.of("memory is on disk", () -> {
            if (machine.state().mayBecome(MachineState.SUSPENDED)) {
                work.store().move(machine.id(), machine.state(), MachineState.SUSPENDED, null);
            }
        });
    }
}
