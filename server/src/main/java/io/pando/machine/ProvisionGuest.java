package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.guest.Customisation;
import io.pando.guest.PackageInstallation;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.provisioning.Provisioning;
import java.util.List;

/** Gives the machine its settings when it asks for them at its first start, and hears how it went. */
final class ProvisionGuest implements Step<MachineRequest> {
    private final MachineWork work;
    private final Provisioning provisioning;

    ProvisionGuest(MachineWork work, Provisioning provisioning) {
        this.work = work;
        this.provisioning = provisioning;
    }

    @Override
    public String name() {
        return "provision";
    }

    @Override
    public String title() {
        return "Wait until it asks for its settings, and give them";
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
        CreateMachine wanted = context.request().wanted();
        Customisation.FirstBoot settings = CustomiseGuest.customisation(work, machine, wanted)
                .firstBoot(PackageInstallation.actions(InstallPackages.after(wanted), work.packageSources()));
        provisioning.provision(
                machine.guest(),
                work.secrets().open(context.recall(WriteSeed.TOKEN).orElseThrow()),
                settings,
                () -> work.domains(machine).setLink(machine.domainUuid(), true),
                work.bootTimeout(),
                new Provisioning.Journal() {
                    @Override
                    public boolean isDone(String what) {
                        return context.recall("done " + what).isPresent();
                    }

                    @Override
                    public void done(String what) {
                        // A command of the person's own may not bear repetition.
                        context.remember("done " + what, "yes");
                    }

                    @Override
                    public void progress(double percent, String detail) {
                        context.progress(percent, detail);
                    }
                });
        return Outcome.of("ready: it asked for its settings, and carried %d out"
                .formatted(settings.all().size()));
    }
}
