package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a host was lately: one sample for each look at it, the oldest first. Kept in the server's memory, so it begins when that was started.
 *
 * @param tickSeconds how often the host is looked at
 */
public record HostHistory(String hostId, double tickSeconds, List<Sample> samples) {
    public HostHistory {
        samples = List.copyOf(samples);
    }

    /**
     * One look.
     *
     * @param loadPercent share of the processors' time in use since the look before, 0 to 100; null at the first
     * @param memoryPercent share of the memory that is not free, 0 to 100
     * @param poolPercent share of the pool in use, 0 to 100; null where there is no pool
     * @param running domains that run, Pando's and others
     */
    public record Sample(
            Instant at,
            @Nullable Double loadPercent,
            double memoryPercent,
            @Nullable Double poolPercent,
            int running) {}
}
