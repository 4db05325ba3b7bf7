package io.pando.job;

import java.time.Duration;

/**
 * When a step that failed for a passing reason is tried again. Pure.
 *
 * @param attempts most attempts, at least 1
 * @param first pause after the first failure
 * @param longest no pause is longer
 */
record RetryPolicy(int attempts, Duration first, Duration longest) {
    /** For doing: long enough to outlast a restart of the host's daemon or of the host. */
    static final RetryPolicy DOING = new RetryPolicy(60, Duration.ofMillis(500), Duration.ofSeconds(10));

    /** For undoing what a host refuses to undo. */
    static final RetryPolicy UNDOING = new RetryPolicy(8, Duration.ofMillis(500), Duration.ofSeconds(10));

    RetryPolicy {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("attempts %d, pauses %s to %s".formatted(attempts, first, longest));
        }
    }

    boolean again(int attemptsMade) {
        return attemptsMade < attempts;
    }

    /** The pause after so many attempts: doubles each time. */
    Duration pause(int attemptsMade) {
        Duration doubled = first.multipliedBy(1L << Math.min(20, Math.max(0, attemptsMade - 1)));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
