package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Cuts the machine's power before it is taken back: what it does now is given up. */
final class CutPower implements Step<SnapshotRequest> {
    private final MachineWork work;

    CutPower(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "cut-power";
    }

    @Override
    public String title() {
        return "Cut its power";
    }

    @Override
    public Outcome run(StepContext<SnapshotRequest> context) {
        MachineRecord machine = work.machine(context.request().machineId());
        work.domains(machine).powerOff(machine.domainUuid());
        return Outcome.of("off", () -> {
            if (machine.state() == MachineState.RUNNING) {
                work.store().move(machine.id(), MachineState.RUNNING, MachineState.STOPPED, null);
            }
        });
    }
}
