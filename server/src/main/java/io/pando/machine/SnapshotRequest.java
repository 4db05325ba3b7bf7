package io.pando.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job on a snapshot is asked for: everything was decided before.
 *
 * @param before what the machine was made of; null for a deletion, which looks itself
 * @param after what it is to be made of; null for a deletion
 * @param memory file that the memory is to be written to, or comes from; null when it is left out
 * @param start whether the machine is started after a revert
 */
record SnapshotRequest(
        String machineId,
        String snapshotId,
        @Nullable Hardware before,
        @Nullable Hardware after,
        @Nullable String memory,
        boolean start) {

    Hardware requireBefore() {
        return required(before);
    }

    Hardware requireAfter() {
        return required(after);
    }

    private static Hardware required(@Nullable Hardware hardware) {
        if (hardware == null) {
            throw new IllegalStateException("This job is always asked with the machine's hardware");
        }
        return hardware;
    }

    /** The layers that the disks are to be written to afterwards, by disk. */
    Map<String, String> layers() {
        return layers(requireAfter());
    }

    static Map<String, String> layers(Hardware hardware) {
        Map<String, String> layers = new LinkedHashMap<>();
        hardware.disks().forEach(disk -> layers.put(disk.name(), disk.volume()));
        return layers;
    }
}
