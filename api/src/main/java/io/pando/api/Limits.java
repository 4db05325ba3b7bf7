package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * What a project may take; null means as much as there is.
 *
 * @param machines that exist, running or not
 * @param vcpus virtual processors of all machines that exist
 * @param memoryMiB memory of all machines that exist
 * @param diskBytes room that disks, images and uploads may grow to, bytes
 * @param images that the project has itself
 */
public record Limits(
        @Nullable Integer machines,
        @Nullable Integer vcpus,
        @Nullable Long memoryMiB,
        @Nullable Long diskBytes,
        @Nullable Integer images) {
    /** No limit at all. */
    public static final Limits NONE = new Limits(null, null, null, null, null);
}
