package io.pando.machine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A warm pool as the database has it.
 *
 * @param vcpus null for the image's default
 * @param memoryMiB null for the image's default
 * @param setBy account that wanted it so
 * @param problem why it could not be filled; null when it could, or when that was not tried
 * @param failures how often in a row a machine for it could not be made
 * @param retryAt before this none is made
 */
record WarmPoolRecord(
        String imageId,
        int size,
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB,
        String setBy,
        long used,
        long missed,
        @Nullable Instant lastUsedAt,
        @Nullable String problem,
        int failures,
        Instant retryAt) {}
