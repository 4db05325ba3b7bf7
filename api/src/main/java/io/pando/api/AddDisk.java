package io.pando.api;

/**
 * Gives a machine another disk, empty.
 *
 * @param size bytes, a whole number of MiB
 */
public record AddDisk(long size) {}
