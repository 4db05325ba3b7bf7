package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Changes a machine's size. What is null stays.
 *
 * @param vcpus 1 to 64
 * @param memoryMiB 64 to 1,048,576
 * @param disk name of the disk that grows; null means the first one
 * @param diskSize bytes that the disk is to have, a whole number of MiB; a disk can only grow
 */
public record ResizeMachine(
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB,
        @Nullable String disk,
        @Nullable Long diskSize) {}
