package io.pando.machine;

import io.pando.host.Domains;
import io.pando.host.Layers;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets layers that only an unwanted snapshot needs go, by moving into them what the next ones have. What could not be merged before,
 * because several others were built upon it, is tried again. Whatever is merged is written down at once, disk by disk: none of it can
 * be taken back.
 */
final class MergeSnapshots implements Step<SnapshotRequest> {
    /** Remembered: volumes that nothing needs any more, a line each. */
    private static final String DROP = "drop";

    /** Remembered when the machine was off, and was started for the work on its disks only. */
    private static final String HALTED = "halted";

    private final MachineWork work;
    private final SnapshotStore snapshots;
    private final SnapshotCharges charges;

    MergeSnapshots(MachineWork work, SnapshotStore snapshots, SnapshotCharges charges) {
        this.work = work;
        this.snapshots = snapshots;
        this.charges = charges;
    }

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public String title() {
        return "Merge it into what is built upon it";
    }

    @Override
    public double weight() {
        return 4;
    }

    @Override
    public Outcome run(StepContext<SnapshotRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context.request().machineId());
        adopt(context, machine);
        List<String> done = new ArrayList<>();
        for (Optional<SnapshotTree.Merge> next = next(context, machine);
                next.isPresent();
                next = next(context, machine)) {
            switch (next.get()) {
                case SnapshotTree.Merge.Drop drop -> done.add(drop(context, machine, drop));
                case SnapshotTree.Merge.WithNow now -> done.add(withNow(context, machine, now));
                case SnapshotTree.Merge.WithChild child -> done.add(withChild(context, machine, child));
            }
        }
        snapshots.find(machine.id(), context.request().snapshotId()).ifPresent(left -> {
            // Several others are built upon it: its layers stay until that is different, its memory need not.
            drop(context, left.memory() == null ? List.of() : List.of(left.memory()));
            snapshots.recordCarrier(left.id());
            done.add("kept out of sight, since several others are built upon it");
        });
        settle(context, machine);
        return Outcome.of(String.join("; ", done));
    }

    private Optional<SnapshotTree.Merge> next(StepContext<SnapshotRequest> context, MachineRecord machine) {
        List<SnapshotTree.Node> nodes = snapshots.of(machine.id()).stream()
                .map(snapshot -> new SnapshotTree.Node(
                        snapshot.id(),
                        snapshot.parentId(),
                        snapshot.state() == SnapshotRecord.State.CARRIER
                                || snapshot.id().equals(context.request().snapshotId())))
                .toList();
        return new SnapshotTree(nodes, work.hardware().find(machine).snapshotId()).next();
    }

    private SnapshotRecord snapshot(MachineRecord machine, String id) {
        return snapshots.find(machine.id(), id).orElseThrow();
    }

    private String drop(StepContext<SnapshotRequest> context, MachineRecord machine, SnapshotTree.Merge.Drop drop) {
        SnapshotRecord snapshot = snapshot(machine, drop.id());
        drop(context, snapshot.volumes());
        snapshots.remove(snapshot.id());
        return "nothing was built upon it";
    }

    private String withNow(StepContext<SnapshotRequest> context, MachineRecord machine, SnapshotTree.Merge.WithNow now)
            throws InterruptedException {
        SnapshotRecord snapshot = snapshot(machine, now.id());
        for (Hardware.Disk kept : snapshot.hardware().disks()) {
            Hardware hardware = work.hardware().find(machine).hardware();
            String layer = hardware.disk(kept.name()).orElseThrow().volume();
            if (!layer.equals(kept.volume())) {
                drop(context, List.of(layer));
                merge(context, machine, kept.name(), layer, kept.volume());
                work.hardware().put(machine.id(), on(hardware, kept));
            }
        }
        if (snapshot.memory() != null) {
            drop(context, List.of(snapshot.memory()));
        }
        work.hardware().recordSnapshot(machine.id(), snapshot.parentId());
        snapshots.remove(snapshot.id());
        return "what the machine has written since is in one layer with it";
    }

    private String withChild(
            StepContext<SnapshotRequest> context, MachineRecord machine, SnapshotTree.Merge.WithChild merge)
            throws InterruptedException {
        SnapshotRecord snapshot = snapshot(machine, merge.id());
        for (Hardware.Disk kept : snapshot.hardware().disks()) {
            Hardware child = snapshot(machine, merge.child()).hardware();
            String layer = child.disk(kept.name()).orElseThrow().volume();
            if (!layer.equals(kept.volume())) {
                drop(context, List.of(layer));
                merge(context, machine, kept.name(), layer, kept.volume());
                snapshots.recordHardware(merge.child(), on(child, kept));
            }
        }
        if (snapshot.memory() != null) {
            drop(context, List.of(snapshot.memory()));
        }
        snapshots.recordParent(merge.child(), snapshot.parentId());
        snapshots.remove(snapshot.id());
        return "%s is in one layer with it"
                .formatted(snapshot(machine, merge.child()).name());
    }

    private static Hardware on(Hardware hardware, Hardware.Disk layer) {
        return hardware.eachDisk(disk -> disk.name().equals(layer.name()) ? disk.on(layer.volume()) : disk);
    }

    private void merge(
            StepContext<SnapshotRequest> context, MachineRecord machine, String disk, String layer, String below)
            throws InterruptedException {
        Layers layers = work.layers(machine);
        if (!work.running(machine)) {
            context.remember(HALTED, "yes");
            layers.startHalted(machine.domainUuid());
        }
        layers.merge(
                machine.domainUuid(),
                disk,
                layer,
                below,
                percent -> context.progress(percent, "Merging layers of " + disk));
    }

    /** Takes what the host says that the machine writes to for what it has, should a merge have ended unseen. */
    private void adopt(StepContext<SnapshotRequest> context, MachineRecord machine) {
        Map<String, String> written = work.layers(machine).written(machine.domainUuid());
        Hardware hardware = work.hardware().find(machine).hardware();
        Set<String> known = new LinkedHashSet<>();
        snapshots.of(machine.id()).forEach(snapshot -> known.addAll(snapshot.volumes()));
        Hardware seen = hardware.eachDisk(disk -> {
            String volume = written.get(disk.name());
            return volume != null && known.contains(volume) ? disk.on(volume) : disk;
        });
        if (!seen.equals(hardware)) {
            // A layer that it turned out not to write to is nobody's.
            drop(context, hardware.volumesBeyond(seen));
            work.hardware().put(machine.id(), seen);
        }
    }

    private void settle(StepContext<SnapshotRequest> context, MachineRecord machine) {
        Domains domains = work.domains(machine);
        boolean halted = domains.find(machine.domainUuid())
                .filter(domain -> domain.state() == Domains.Power.PAUSED)
                .isPresent();
        if (halted && context.recall(HALTED).isPresent()) {
            domains.powerOff(machine.domainUuid());
        }
        domains.define(work.specification(machine, work.hardware().find(machine).hardware()));
    }

    @Override
    public void undo(StepContext<SnapshotRequest> context) {
        MachineRecord machine = work.machine(context.request().machineId());
        adopt(context, machine);
        settle(context, machine);
        DropMerged.drop(work, snapshots, machine, dropped(context));
        charges.settlement(machine).run();
    }

    private static void drop(StepContext<SnapshotRequest> context, List<String> volumes) {
        Set<String> all = new LinkedHashSet<>(dropped(context));
        if (all.addAll(volumes)) {
            context.remember(DROP, String.join("\n", all));
        }
    }

    /** Volumes that were to be given up, whether their content has moved by now or not. */
    static List<String> dropped(StepContext<SnapshotRequest> context) {
        return context.recall(DROP)
                .filter(lines -> !lines.isEmpty())
                .map(lines -> List.of(lines.split("\n", -1)))
                .orElse(List.of());
    }
}
