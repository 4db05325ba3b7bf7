package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A kept state of one machine.
 *
 * @param parentId the snapshot that the machine had come from; null for a first one
 * @param current whether the machine as it is now comes from this one
 * @param memory whether the memory was kept too
 * @param consistency how the disks were kept
 * @param vcpus that the machine had
 * @param memoryMiB that the machine had
 * @param size room that it takes in the pool beside what it shares, bytes; null when the host cannot be asked
 * @param problem why it cannot be used any more; null when it can
 */
public record Snapshot(
        String id,
        String name,
        String description,
        State state,
        @Nullable String parentId,
        boolean current,
        boolean memory,
        Consistency consistency,
        int vcpus,
        int memoryMiB,
        Instant createdAt,
        @Nullable Long size,
        @Nullable String problem) {

    public enum State {
        MAKING,
        READY,
        DELETING,
        /** Deleting it went wrong halfway: it can only be deleted again. */
        BROKEN
    }

    public enum Consistency {
        /** The machine was off. */
        OFF,
        /** The guest's agent had the file systems written out and held still. */
        QUIESCED,
        /** As if the power had been cut: file systems recover, programs may lose their last moments. */
        CRASH,
        /** Together with the memory that belongs to them. */
        MEMORY
    }
}
