package io.pando.guest;

import java.time.Duration;

/** A moment by which something has to be done. */
record Deadline(long nanos) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }

    /** Time left, never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** Time left, at most so long. */
    Duration left(Duration most) {
        Duration left = left();
        return left.compareTo(most) < 0 ? left : most;
    }

    /** The earlier one of this and a moment so far from now. */
    Deadline atMost(Duration duration) {
        Deadline other = in(duration);
        return other.nanos - nanos < 0 ? other : this;
    }

    /** Waits, but not beyond the deadline. */
    void pause(Duration duration) throws InterruptedException {
        Thread.sleep(left(duration));
    }
}
