package io.pando.machine;

import io.pando.guest.GuestException;
import io.pando.guest.GuestSession;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.time.Duration;
import java.util.List;

/** Restarts the guest so that its settings apply (mission A7). */
final class RebootGuest implements Step<MachineRequest> {
    /** In the background and silent: the session must not end with the guest. */
    private static final String REBOOT =
            "PATH=$PATH:/usr/sbin:/sbin; (systemctl --no-block reboot || reboot) </dev/null >/dev/null 2>&1 &";

    private final MachineWork work;

    RebootGuest(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "reboot";
    }

    @Override
    public String title() {
        return "Restart it";
    }

    @Override
    public double weight() {
        return 2;
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        String former = context.recall("boot-id").orElse("");
        work.domains(machine).start(machine.domainUuid());
        try (GuestSession session = work.open(machine, work.bootTimeout(), waiting -> context.progress(0, waiting))) {
            if (!work.guests().bootId(session).equals(former)) {
                return Outcome.of("restarted already");
            }
            session.execute(List.of("/bin/sh", "-c", REBOOT), null, Duration.ofSeconds(20));
        } catch (GuestException goingDown) {
            // Whether it went down because of this or not, the next step finds out.
            context.progress(50, "The guest goes down");
        }
        return Outcome.of("asked to restart");
    }
}
