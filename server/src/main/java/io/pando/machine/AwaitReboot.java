package io.pando.machine;

import io.pando.api.Firmware;
import io.pando.guest.GuestException;
import io.pando.guest.GuestSession;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.time.Duration;

/** Waits until the guest has started again; one that does not go down by itself is switched off and on. */
final class AwaitReboot implements Step<MachineRequest> {
    private final MachineWork work;

    AwaitReboot(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "await-reboot";
    }

    @Override
    public String title() {
        return "Wait until it has restarted";
    }

    @Override
    public double weight() {
        return 20;
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        // Its host may have much more to do by now than when the master was tried: its own first start tells.
        double expected = Math.max(
                work.master(machine).bootSeconds(),
                context.recall("boot-seconds").map(Double::valueOf).orElse(0.0));
        String former = context.recall("boot-id").orElse("");
        // Four times what a start took, for the way down and the way up. The image was tried with BIOS, and UEFI takes
        // its time before the operating system has its turn.
        boolean slow = work.hardware().find(machine).hardware().firmware() != Firmware.BIOS;
        Duration patience = Duration.ofSeconds(Math.max(slow ? 180 : 60, (long) (4 * expected)));
        work.domains(machine).start(machine.domainUuid());
        try {
            await(context, machine, former, patience, expected);
            return Outcome.of("answers again");
        } catch (GuestException silent) {
            if (!silent.passing()) {
                throw silent;
            }
            context.progress(50, "It does not restart by itself: switching it off and on");
            work.domains(machine).powerOff(machine.domainUuid());
            work.domains(machine).start(machine.domainUuid());
            try {
                await(context, machine, former, work.bootTimeout(), expected);
            } catch (GuestException still) {
                throw still.lasting();
            }
            return Outcome.of("answers again, after it was switched off and on");
        }
    }

    private void await(
            StepContext<MachineRequest> context,
            MachineRecord machine,
            String former,
            Duration patience,
            double expected)
            throws InterruptedException {
        long began = System.nanoTime();
        GuestSession session = work.guests()
                .openAfterReboot(
                        machine.guest(), machine.guestAccess(), work.login(machine), former, patience, waiting -> {
                            double seconds = (System.nanoTime() - began) / 1e9;
                            context.progress(Math.min(95, 70 * seconds / Math.max(1, expected)), waiting);
                        });
        session.close();
    }
}
