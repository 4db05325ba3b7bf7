package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Says how many machines of a staged image are to wait, started, for whoever asks for one.
 *
 * @param size 0 to 16; 0 ends it, and those that wait go
 * @param vcpus virtual processors of each, 1 to 64; null takes the image's default
 * @param memoryMiB memory of each, 64 to 1,048,576; null takes the image's default
 */
public record SetWarmPool(
        @Nullable Integer size,
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB) {}
