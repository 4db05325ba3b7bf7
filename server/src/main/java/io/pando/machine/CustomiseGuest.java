package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.guest.Customisation;
import io.pando.guest.GuestSession;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logs in to the clone and changes what is set there (mission A6): its identity first, then what was asked for. */
final class CustomiseGuest implements Step<MachineRequest> {
    private final MachineWork work;

    CustomiseGuest(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "customise";
    }

    @Override
    public String title() {
        return "Log in and change its settings";
    }

    @Override
    public double weight() {
        return 6;
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        work.domains(machine).start(machine.domainUuid());
        List<Customisation.Action> actions =
                customisation(work, machine, context.request().wanted()).actions();
        try (GuestSession session = work.open(machine, work.bootTimeout(), waiting -> context.progress(0, waiting))) {
            if (context.recall("boot-id").isEmpty()) {
                context.remember("boot-id", work.guests().bootId(session));
            }
            for (int index = 0; index < actions.size(); index++) {
                Customisation.Action action = actions.get(index);
                context.progress(100.0 * index / actions.size(), action.title());
                String done = "done " + action.name();
                // A command of the person's own may not bear repetition: what is known to be done is not done again.
                if (context.recall(done).isEmpty()) {
                    action.run(session);
                    context.remember(done, "yes");
                }
            }
        }
        work.plugIn(machine);
        return Outcome.of("%d settings changed as root".formatted(actions.size()));
    }

    /** What a request asks for, and a new identity. */
    static Customisation customisation(MachineWork work, MachineRecord machine, @Nullable CreateMachine wanted) {
        String loginName = machine.loginName();
        String loginSecret = machine.loginSecret();
        return Customisation.of(
                wanted == null ? null : opened(work, wanted.guest()),
                machine.hostname(),
                new Customisation.NewIdentity(work.secrets().randomBytes(Customisation.SEED_BYTES)),
                loginName == null || loginSecret == null
                        ? null
                        : new Customisation.ConsoleAccount(
                                loginName, work.secrets().open(loginSecret)));
    }

    private static CreateMachine.@Nullable Guest opened(MachineWork work, CreateMachine.@Nullable Guest guest) {
        return guest == null ? null : GuestSecrets.open(guest, work.secrets());
    }
}
