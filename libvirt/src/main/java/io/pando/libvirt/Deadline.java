package io.pando.libvirt;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A limit on how long a caller waits for libvirt. Without one the connection's {@link ConnectionSettings} decide.
 *
 * <p>When it passes, the caller gets {@link ErrorCode#DEADLINE_PASSED}; the native call itself cannot be stopped and may still take
 * effect. Deadlines may be nested: the earliest one counts. They apply to the calling thread and to the structured tasks that
 * it forks.
 */
public final class Deadline {
    private static final ScopedValue<Long> END_NANOS = ScopedValue.newInstance();

    private Deadline() {}

    /** Runs work, all of whose calls to libvirt together may take so long. The limit replaces the defaults, longer or shorter. */
    public static <T extends @Nullable Object> T within(Duration limit, Supplier<T> work) {
        return ScopedValue.where(END_NANOS, System.nanoTime() + remaining(limit).toNanos())
                .call(work::get);
    }

    /** {@link #within} for work without a result. */
    public static void run(Duration limit, Runnable work) {
        within(limit, () -> {
            work.run();
            return true;
        });
    }

    /** How long a call may take now, at least zero: by the deadline of the thread, else by a default. */
    static Duration orElse(Duration otherwise) {
        return END_NANOS.isBound() ? untilEnd() : otherwise;
    }

    private static Duration remaining(Duration limit) {
        return END_NANOS.isBound() && untilEnd().compareTo(limit) < 0 ? untilEnd() : limit;
    }

    private static Duration untilEnd() {
        return Duration.ofNanos(Math.max(0, END_NANOS.get() - System.nanoTime()));
    }
}
