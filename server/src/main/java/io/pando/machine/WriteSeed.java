package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.provisioning.Provisioning;
import io.pando.provisioning.Seed;

/** Makes the seed of a machine that is made from a staged image, with a token that counts for this machine and this job only. */
final class WriteSeed implements Step<MachineRequest> {
    static final String TOKEN = "provisioning-token";

    private final MachineWork work;
    private final Provisioning provisioning;

    WriteSeed(MachineWork work, Provisioning provisioning) {
        this.work = work;
        this.provisioning = provisioning;
    }

    @Override
    public String name() {
        return "write-seed";
    }

    @Override
    public String title() {
        return "Write what tells it who it is";
    }

    @Override
    public double weight() {
        return 0.2;
    }

    @Override
    public String intent(StepContext<MachineRequest> context) {
        return "Make the volume " + MachineNames.seed(work.machine(context).id());
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        String given = context.request().token();
        String sealed = given != null
                ? given
                : context.recall(TOKEN, () -> work.secrets().seal(Provisioning.newToken()));
        provisioning.write(
                machine.hostId(),
                MachineNames.seed(machine.id()),
                new Seed(work.secrets().open(sealed), MachineNames.instanceId(machine.serial()), machine.hostname()));
        return Outcome.of(MachineNames.seed(machine.id()));
    }

    @Override
    public void undo(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        work.disks(machine).delete(MachineNames.seed(machine.id()));
    }
}
