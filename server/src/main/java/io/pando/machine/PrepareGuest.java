package io.pando.machine;

import io.pando.guest.Customisation;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.provisioning.Provisioning;
import java.util.List;

/** Has a machine that nobody has asked for yet make what is its own whosever it will be, and go on waiting for the rest. */
final class PrepareGuest implements Step<MachineRequest> {
    private final MachineWork work;
    private final Provisioning provisioning;

    PrepareGuest(MachineWork work, Provisioning provisioning) {
        this.work = work;
        this.provisioning = provisioning;
    }

    @Override
    public String name() {
        return "prepare";
    }

    @Override
    public String title() {
        return "Wait until it asks for its settings, and have it make its keys";
    }

    @Override
    public double weight() {
        return 20;
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        // The power may have gone since it was switched on, with the host for example.
        work.domains(machine).start(machine.domainUuid());
        List<Customisation.Action> actions =
                CustomiseGuest.customisation(work, machine, null).preparations();
        provisioning.prepare(
                machine.guest(),
                ProvisionGuest.token(work, context),
                actions,
                work.bootTimeout(),
                new ProvisionGuest.Memory(context));
        return Outcome.of("it waits for whoever asks for it");
    }
}
