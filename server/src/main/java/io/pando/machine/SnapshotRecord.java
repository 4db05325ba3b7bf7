package io.pando.machine;

import io.pando.api.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as the database has it.
 *
 * @param parentId the snapshot that the machine had come from; null for a first one
 * @param memory name of the file with the memory; null when it was not kept
 * @param hardware the machine as it was; the volumes of its disks are the layers that hold their state and do not change any more
 * @param problem why it cannot be used any more; null when it can
 */
record SnapshotRecord(
        String id,
        String machineId,
        String name,
        String description,
        State state,
        @Nullable String parentId,
        @Nullable String memory,
        Snapshot.Consistency consistency,
        Hardware hardware,
        @Nullable String problem,
        Instant createdAt) {

    /** Where in its life it is. */
    enum State {
        MAKING,
        READY,
        DELETING,
        /** Deleting it went wrong halfway. */
        BROKEN,
        /** Deleted for people, but several others are built upon its layers. */
        CARRIER
    }

    /** Names of everything in the pool that is only there for it. */
    List<String> volumes() {
        List<String> volumes = new ArrayList<>(
                hardware.disks().stream().map(Hardware.Disk::volume).toList());
        if (memory != null) {
            volumes.add(memory);
        }
        return volumes;
    }
}
