package io.pando.machine;

import io.pando.api.ProblemType;
import io.pando.api.Snapshot.Consistency;
import io.pando.host.Disks;
import io.pando.host.HostException;
import io.pando.host.Layers;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.problem.ProblemException;
import java.util.Map;
import java.util.Optional;

/** Puts new layers on the machine's disks, so that those below hold the present state from now on; with the memory where wanted. */
final class TakeSnapshot implements Step<SnapshotRequest> {
    private static final String CONSISTENCY = "consistency";

    private final MachineWork work;
    private final SnapshotStore snapshots;
    private final SnapshotCharges charges;

    TakeSnapshot(MachineWork work, SnapshotStore snapshots, SnapshotCharges charges) {
        this.work = work;
        this.snapshots = snapshots;
        this.charges = charges;
    }

    @Override
    public String name() {
        return "take-snapshot";
    }

    @Override
    public String title() {
        return "Keep its state";
    }

    @Override
    public String intent(StepContext<SnapshotRequest> context) {
        return "Make the layers " + String.join(", ", context.request().layers().values());
    }

    @Override
    public Outcome run(StepContext<SnapshotRequest> context) {
        SnapshotRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        if (!writesTo(machine, request.layers())) {
            freeze(context, machine);
        }
        // libvirt has changed the definition too, but not in every case.
        work.domains(machine).define(work.specification(machine, request.requireAfter()));
        Consistency consistency =
                Consistency.valueOf(context.recall(CONSISTENCY).orElse(Consistency.CRASH.name()));
        Runnable settlement = charges.settlement(machine);
        return Outcome.of(
                switch (consistency) {
                    case OFF -> "the machine was off";
                    case QUIESCED -> "the guest's agent held its file systems still meanwhile";
                    case CRASH -> "as if the power had been cut: the guest's agent did not answer";
                    case MEMORY -> "together with its memory";
                },
                () -> {
                    snapshots.ready(request.snapshotId(), consistency);
                    work.hardware().put(machine.id(), request.requireAfter());
                    work.hardware().recordSnapshot(machine.id(), request.snapshotId());
                    settlement.run();
                });
    }

    private boolean writesTo(MachineRecord machine, Map<String, String> layers) {
        return work.layers(machine).written(machine.domainUuid()).equals(layers);
    }

    private void freeze(StepContext<SnapshotRequest> context, MachineRecord machine) {
        SnapshotRequest request = context.request();
        Layers layers = work.layers(machine);
        if (!work.running(machine)) {
            if (request.memory() != null) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE,
                        "The machine is off by now: there is no memory to be kept.",
                        "Keep its disks only, or start it first.");
            }
            context.remember(CONSISTENCY, Consistency.OFF.name());
            Disks disks = work.disks(machine);
            for (Hardware.Disk disk : request.requireBefore().disks()) {
                disks.createLinked(layer(request, disk), disk.volume(), disk.size());
            }
        } else if (request.memory() != null) {
            context.remember(CONSISTENCY, Consistency.MEMORY.name());
            layers.freeze(machine.domainUuid(), request.layers(), request.memory(), false);
        } else {
            context.remember(CONSISTENCY, Consistency.QUIESCED.name());
            try {
                layers.freeze(machine.domainUuid(), request.layers(), null, true);
            } catch (HostException refused) {
                if (refused.reason() != HostException.Reason.GUEST_SILENT
                        && refused.reason() != HostException.Reason.REFUSED) {
                    throw refused;
                }
                if (!writesTo(machine, request.layers())) {
                    context.remember(CONSISTENCY, Consistency.CRASH.name());
                    layers.freeze(machine.domainUuid(), request.layers(), null, false);
                }
            }
        }
    }

    private static String layer(SnapshotRequest request, Hardware.Disk disk) {
        return request.requireAfter().disk(disk.name()).orElseThrow().volume();
    }

    @Override
    public void undo(StepContext<SnapshotRequest> context) throws InterruptedException {
        SnapshotRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        Layers layers = work.layers(machine);
        Map<String, String> written = layers.written(machine.domainUuid());
        boolean wasOff = context.recall(CONSISTENCY).equals(Optional.of(Consistency.OFF.name()));
        boolean halted = false;
        for (Hardware.Disk disk : request.requireBefore().disks()) {
            String layer = layer(request, disk);
            // What was written to a layer since belongs to the machine; nothing was written to those of one that was
            // off.
            if (layer.equals(written.get(disk.name())) && !wasOff) {
                if (!work.running(machine)) {
                    layers.startHalted(machine.domainUuid());
                    halted = true;
                }
                layers.merge(machine.domainUuid(), disk.name(), layer, disk.volume(), percent -> {});
            }
        }
        if (halted) {
            work.domains(machine).powerOff(machine.domainUuid());
        }
        work.domains(machine).define(work.specification(machine, request.requireBefore()));
        Disks disks = work.disks(machine);
        disks.refresh();
        request.layers().values().forEach(disks::delete);
        if (request.memory() != null) {
            disks.delete(request.memory());
        }
    }
}
