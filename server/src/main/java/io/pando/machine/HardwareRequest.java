package io.pando.machine;

import org.jspecify.annotations.Nullable;

/**
 * What a job that changes a machine's hardware is asked for: everything was decided before, so that it can always tell what to do
 * and what to take back.
 *
 * @param before what the machine was made of
 * @param after what it is to be made of
 * @param disc path on the server's own machine of the disc to be copied into the pool; null when none is
 * @param pending what holds only after it was switched off and on; null when everything holds at once
 */
record HardwareRequest(
        String machineId,
        Hardware before,
        Hardware after,
        @Nullable String disc,
        @Nullable String pending) {}
