package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import org.jspecify.annotations.Nullable;

/** Has a machine that was taken back go on: from the memory that was kept, by a start, or not at all. */
final class GoOn implements Step<SnapshotRequest> {
    private final MachineWork work;

    GoOn(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "go-on";
    }

    @Override
    public String title() {
        return "Go on from there";
    }

    @Override
    public double weight() {
        return 3;
    }

    @Override
    public Outcome run(StepContext<SnapshotRequest> context) throws InterruptedException {
        SnapshotRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        String memory = request.memory();
        if (memory == null && !request.start()) {
            return Outcome.of("stays off, as was asked for");
        }
        if (memory == null) {
            work.domains(machine).start(machine.domainUuid());
        } else {
            Hardware after = request.requireAfter();
            work.layers(machine).resume(machine.domainUuid(), memory, request.layers(), disc(after));
            // What came into the machine since, and is no part of its memory: a disc in its drive, cables.
            work.domains(machine).plug(work.specification(machine, after));
        }
        return Outcome.of(memory == null ? "started" : "goes on where it was", () -> {
            if (machine.state() == MachineState.STOPPED) {
                work.store().move(machine.id(), MachineState.STOPPED, MachineState.RUNNING, null);
            }
        });
    }

    private static @Nullable String disc(Hardware hardware) {
        Hardware.Cd cd = hardware.cd();
        return cd == null ? null : cd.volume();
    }

    @Override
    public void undo(StepContext<SnapshotRequest> context) {
        MachineRecord machine = work.machine(context.request().machineId());
        work.domains(machine).powerOff(machine.domainUuid());
    }
}
