package io.pando.libvirt;

import java.time.Duration;

/**
 * How a connection waits.
 *
 * @param threads platform threads that make native calls, 1 to 256. More calls at once wait for a free thread. libvirtd by
 *     default works on 5 calls of a connection at once ({@code max_client_requests})
 * @param callLimit the longest wait for a usual call
 * @param slowCallLimit the longest wait for a call that moves data, such as a managed save or a copy of a volume, and for each
 *     single step of a data transfer
 * @param keepAliveInterval after so long without a message the daemon is asked for a sign of life, whole seconds, at least 1
 * @param keepAliveCount a daemon that has not answered so many questions is taken for lost, at least 1
 */
public record ConnectionSettings(
        int threads, Duration callLimit, Duration slowCallLimit, Duration keepAliveInterval, int keepAliveCount) {
    /** 8 threads, 30 s for a usual call, 10 min for a slow one, a lost daemon is seen after 4 times 5 s. */
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(8, Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(5), 3);

    public ConnectionSettings {
        if (threads < 1 || threads > 256) {
            throw new IllegalArgumentException("threads must be 1 to 256, not " + threads);
        }
        requirePositive("callLimit", callLimit);
        requirePositive("slowCallLimit", slowCallLimit);
        if (keepAliveInterval.toSeconds() < 1 || keepAliveInterval.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("keepAliveInterval must be at least 1 s, not " + keepAliveInterval);
        }
        if (keepAliveCount < 1) {
            throw new IllegalArgumentException("keepAliveCount must be at least 1, not " + keepAliveCount);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    public ConnectionSettings withThreads(int newThreads) {
        return new ConnectionSettings(newThreads, callLimit, slowCallLimit, keepAliveInterval, keepAliveCount);
    }

    public ConnectionSettings withCallLimit(Duration newCallLimit) {
        return new ConnectionSettings(threads, newCallLimit, slowCallLimit, keepAliveInterval, keepAliveCount);
    }
}
