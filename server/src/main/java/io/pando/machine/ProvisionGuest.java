package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.guest.Customisation;
import io.pando.guest.GuestException;
import io.pando.guest.PackageInstallation;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.provisioning.Provisioning;
import java.time.Duration;

/** Gives the machine its settings when it asks for them at its first start, and hears how it went. */
final class ProvisionGuest implements Step<MachineRequest> {
    private static final String RESTARTED = "restarted";

    /** Within this a machine that waits answers, if it is well. */
    private static final Duration WAKING = Duration.ofSeconds(20);

    private final MachineWork work;
    private final Provisioning provisioning;
    private final boolean prepared;

    ProvisionGuest(MachineWork work, Provisioning provisioning) {
        this(work, provisioning, false);
    }

    /** @param prepared whether it waits already, with what it makes itself done */
    ProvisionGuest(MachineWork work, Provisioning provisioning, boolean prepared) {
        this.work = work;
        this.provisioning = provisioning;
        this.prepared = prepared;
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
        Customisation customisation = CustomiseGuest.customisation(work, machine, wanted);
        Customisation.FirstBoot all = customisation.firstBoot(
                PackageInstallation.actions(InstallPackages.after(wanted), work.packageSources()));
        Customisation.FirstBoot settings = prepared ? all.ofPrepared() : all;
        Memory memory = new Memory(context);
        try {
            boolean waits = prepared && context.recall(RESTARTED).isEmpty();
            provision(context, machine, settings, waits ? WAKING : work.bootTimeout(), memory);
        } catch (GuestException silent) {
            if (!prepared || memory.heard() || silent.reason() != GuestException.Reason.SILENT) {
                throw silent;
            }
            // It has waited in vain for so long that it sleeps or is dead: nothing is lost by starting it anew.
            context.remember(RESTARTED, "yes");
            work.domains(machine).powerOff(machine.domainUuid());
            work.domains(machine).start(machine.domainUuid());
            provision(context, machine, settings, work.bootTimeout(), memory);
        }
        return Outcome.of("ready: it asked for its settings, and carried %d out"
                .formatted(settings.all().size()));
    }

    private void provision(
            StepContext<MachineRequest> context,
            MachineRecord machine,
            Customisation.FirstBoot settings,
            Duration patience,
            Memory memory)
            throws InterruptedException {
        provisioning.provision(
                machine.guest(), token(work, context), settings, () -> work.plugIn(machine), patience, memory);
    }

    static String token(MachineWork work, StepContext<MachineRequest> context) {
        String given = context.request().token();
        return work.secrets()
                .open(given == null ? context.recall(WriteSeed.TOKEN).orElseThrow() : given);
    }

    /** What was done, kept with the job. */
    static final class Memory implements Provisioning.Journal {
        private final StepContext<MachineRequest> context;
        private boolean heard;

        Memory(StepContext<MachineRequest> context) {
            this.context = context;
        }

        @Override
        public boolean isDone(String what) {
            boolean done = context.recall("done " + what).isPresent();
            heard |= done;
            return done;
        }

        @Override
        public void done(String what) {
            heard = true;
            // A command of the person's own may not bear repetition.
            context.remember("done " + what, "yes");
        }

        @Override
        public void progress(double percent, String detail) {
            context.progress(percent, detail);
        }

        /** Whether the guest has been told to do something, now or before. */
        boolean heard() {
            return heard;
        }
    }
}
