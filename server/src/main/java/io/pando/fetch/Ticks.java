package io.pando.fetch;

import java.time.Duration;

/** Says when a while has passed, again and again. */
@FunctionalInterface
interface Ticks {

    /** Calls each time that so long has passed, until what this gives is closed. */
    Ticking every(Duration period, Runnable call);

    /** Calls that go on. */
    interface Ticking extends AutoCloseable {
        @Override
        void close();
    }
}
