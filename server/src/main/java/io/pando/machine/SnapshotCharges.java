package io.pando.machine;

import io.pando.access.Quotas;
import io.pando.api.Amounts;
import io.pando.api.Fault;
import io.pando.database.Database;
import io.pando.host.Disks;
import io.pando.host.HostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What the snapshots of machines take of their projects' quotas. The machine itself is charged for the full size of its disks, so the
 * layer that it writes to is paid for; each snapshot is charged for what cannot change any more: its layers and its memory, with the
 * room that they have in the pool.
 */
@Component
class SnapshotCharges {
    private final SnapshotStore snapshots;
    private final MachineWork work;
    private final Quotas quotas;
    private final Database database;

    SnapshotCharges(SnapshotStore snapshots, MachineWork work, Quotas quotas, Database database) {
        this.snapshots = snapshots;
        this.work = work;
        this.quotas = quotas;
        this.database = database;
    }

    /**
     * What a snapshot would take that was made now, bytes: what the host says that its layers have come to, or the most that they can
     * come to where it does not answer; of its memory always the most.
     */
    long expected(MachineRecord machine, Hardware hardware, boolean memory) {
        return layers(machine, hardware) + (memory ? (long) hardware.memoryMiB() << 20 : 0);
    }

    private long layers(MachineRecord machine, Hardware hardware) {
        try {
            return stored(
                    work.disks(machine),
                    hardware.disks().stream().map(Hardware.Disk::volume).toList());
        } catch (HostException away) {
            return hardware.disks().stream().mapToLong(Hardware.Disk::size).sum();
        }
    }

    /** What keeps such a snapshot from being made; empty when nothing does. */
    List<Fault> shortfalls(MachineRecord machine, long bytes) {
        return quotas.shortfalls(machine.projectId(), subject(machine.id(), "new"), Amounts.disk(bytes));
    }

    /** To be called in the transaction in which the snapshot comes into being. */
    void reserve(MachineRecord machine, String snapshotId, long bytes) {
        quotas.reserve(machine.projectId(), subject(machine.id(), snapshotId), Amounts.disk(bytes));
    }

    /** To be called once nothing of the snapshot is left. */
    void release(String machineId, String snapshotId) {
        quotas.release(subject(machineId, snapshotId));
    }

    /** To be called once nothing of any snapshot of the machine is left. */
    void releaseAll(String machineId) {
        quotas.subjects(subject(machineId, "")).forEach(quotas::release);
    }

    /**
     * Looks at the host what is there of each snapshot of a machine.
     *
     * @return charges them for that and no others; to be run in the transaction that ends the work
     */
    Runnable settlement(MachineRecord machine) {
        Disks disks = work.disks(machine);
        Map<String, Long> bytes = new HashMap<>();
        snapshots.of(machine.id()).forEach(snapshot -> bytes.put(snapshot.id(), stored(disks, snapshot.volumes())));
        return () -> database.inTransaction(() -> settle(machine, bytes));
    }

    private void settle(MachineRecord machine, Map<String, Long> bytes) {
        Set<String> gone = new HashSet<>(quotas.subjects(subject(machine.id(), "")));
        bytes.forEach((id, taken) -> {
            String subject = subject(machine.id(), id);
            gone.remove(subject);
            quotas.settle(machine.projectId(), subject, Amounts.disk(taken));
        });
        gone.forEach(quotas::release);
    }

    static long stored(Disks disks, Collection<String> volumes) {
        return volumes.stream()
                .flatMap(volume -> disks.find(volume).stream())
                .mapToLong(Disks.Disk::storedSize)
                .sum();
    }

    private static String subject(String machineId, String snapshotId) {
        return "snapshot:%s:%s".formatted(machineId, snapshotId);
    }
}
