package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Makes the machine what it was: the same machine, with the same identity, on the disks that begin where the snapshot was. */
final class TakeBack implements Step<SnapshotRequest> {
    private final MachineWork work;

    TakeBack(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "take-back";
    }

    @Override
    public String title() {
        return "Take the machine back";
    }

    @Override
    public Outcome run(StepContext<SnapshotRequest> context) {
        SnapshotRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        // The snapshot that it came from until now, in case that this has to be undone.
        if (context.recall("former").isEmpty()) {
            String former = work.hardware().find(machine).snapshotId();
            context.remember("former", former == null ? "" : former);
        }
        work.domains(machine).define(work.specification(machine, request.requireAfter()));
        return Outcome.of("its disks and its hardware are those of then", () -> {
            work.hardware().put(machine.id(), request.requireAfter());
            work.hardware().recordSnapshot(machine.id(), request.snapshotId());
            work.hardware().recordPending(machine.id(), null);
        });
    }

    @Override
    public void undo(StepContext<SnapshotRequest> context) {
        SnapshotRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        work.domains(machine).powerOff(machine.domainUuid());
        work.domains(machine).define(work.specification(machine, request.requireBefore()));
        work.hardware().put(machine.id(), request.requireBefore());
        context.recall("former")
                .ifPresent(former -> work.hardware().recordSnapshot(machine.id(), former.isEmpty() ? null : former));
    }
}
