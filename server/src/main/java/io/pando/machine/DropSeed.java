package io.pando.machine;

import io.pando.host.DomainSpecification;
import io.pando.host.HostException;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Takes the seed away: the machine has its settings, and the token counts for nothing any more. */
final class DropSeed implements Step<MachineRequest> {
    private final MachineWork work;

    DropSeed(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "drop-seed";
    }

    @Override
    public String title() {
        return "Take away what it was told by";
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        DomainSpecification without =
                work.specification(machine, work.hardware().find(machine).hardware());
        work.domains(machine).define(without);
        String detail = "it is gone";
        try {
            work.domains(machine).plug(without);
        } catch (HostException held) {
            if (held.reason() != HostException.Reason.HELD) {
                throw held;
            }
            // Its content is gone, and so is the device once the machine is switched off.
            detail = "the guest sees it until it is switched off";
        }
        work.disks(machine).delete(MachineNames.seed(machine.id()));
        return Outcome.of(detail);
    }
}
