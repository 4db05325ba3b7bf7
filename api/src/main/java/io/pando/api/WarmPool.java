package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machines of a staged image that are made and started before anybody asks for one.
 *
 * @param size how many are to wait, 0 to 16
 * @param vcpus virtual processors of each
 * @param memoryMiB memory of each
 * @param ready how many wait now
 * @param making how many are being made
 * @param used how many were claimed so far
 * @param missed how many requests would have claimed one when none was ready
 * @param lastUsedAt when one was claimed last; null for never
 * @param problem why it is not full, where that is not only a matter of time; null when nothing is in the way
 * @param machines each of them, by host
 */
public record WarmPool(
        String imageId,
        String image,
        int size,
        int vcpus,
        int memoryMiB,
        int ready,
        int making,
        long used,
        long missed,
        @Nullable Instant lastUsedAt,
        @Nullable String problem,
        List<Waiting> machines) {
    public WarmPool {
        machines = List.copyOf(machines);
    }

    /**
     * One of them.
     *
     * @param since when it came to that state
     */
    public record Waiting(String hostId, String host, State state, Instant since) {}

    public enum State {
        MAKING,
        READY,
        /** It is being taken away. */
        LEAVING
    }
}
