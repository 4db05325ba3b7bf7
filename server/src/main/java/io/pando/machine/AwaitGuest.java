package io.pando.machine;

import io.pando.api.GuestAccess;
import io.pando.guest.GuestSession;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.time.Duration;

/** Waits until the guest lets Pando in. */
final class AwaitGuest implements Step<MachineRequest> {
    private final MachineWork work;

    AwaitGuest(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "await-guest";
    }

    @Override
    public String title() {
        return "Wait for the guest";
    }

    @Override
    public double weight() {
        return 15;
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        double expected = work.master(machine).bootSeconds();
        long began = System.nanoTime();
        Duration patience = work.bootTimeout();
        // The power may have gone since it was switched on, with the host for example.
        work.domains(machine).start(machine.domainUuid());
        GuestAccess way;
        try (GuestSession session = work.open(machine, patience, waiting -> {
            double seconds = (System.nanoTime() - began) / 1e9;
            context.progress(Math.min(95, 100 * seconds / Math.max(1, expected)), waiting);
        })) {
            way = session.way();
        }
        context.remember("boot-seconds", String.valueOf((System.nanoTime() - began) / 1e9));
        return Outcome.of(way == GuestAccess.AGENT ? "its agent answers" : "logged in on its console");
    }
}
