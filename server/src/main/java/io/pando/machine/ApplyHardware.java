package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import org.jspecify.annotations.Nullable;

/** Tells the host what the machine is made of: at once what can be changed while it runs, and everything for its next start. */
final class ApplyHardware implements Step<HardwareRequest> {
    /** What waited for a restart before; empty for nothing. */
    private static final String PENDING = "pending-before";

    private final MachineWork work;

    ApplyHardware(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "apply";
    }

    @Override
    public String title() {
        return "Change the machine";
    }

    @Override
    public Outcome run(StepContext<HardwareRequest> context) throws InterruptedException {
        HardwareRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        if (context.recall(PENDING).isEmpty()) {
            String former = work.hardware().find(machine).pending();
            context.remember(PENDING, former == null ? "" : former);
        }
        apply(machine, request.after());
        String pending = work.running(machine) ? request.pending() : null;
        return Outcome.of(
                pending == null ? "changed" : pending,
                () -> work.hardware().recordPending(machine.id(), pending(machine, pending)));
    }

    /** What waited already goes on waiting. */
    private @Nullable String pending(MachineRecord machine, @Nullable String now) {
        return now == null ? work.hardware().find(machine).pending() : now;
    }

    @Override
    public void undo(StepContext<HardwareRequest> context) throws InterruptedException {
        HardwareRequest request = context.request();
        apply(work.machine(request.machineId()), request.before());
        context.recall(PENDING)
                .ifPresent(
                        former -> work.hardware().recordPending(request.machineId(), former.isEmpty() ? null : former));
    }

    private void apply(MachineRecord machine, Hardware hardware) throws InterruptedException {
        // A running machine first: where its guest refuses, the definition has not promised anything yet.
        work.domains(machine).plug(work.specification(machine, hardware));
        work.domains(machine).define(work.specification(machine, hardware));
    }
}
