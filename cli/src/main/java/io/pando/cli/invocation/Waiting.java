package io.pando.cli.invocation;

import java.time.Duration;
import java.time.Instant;

/** The clock and the passing of time, so that tests move it by hand. */
public interface Waiting {

    Instant now();

    /**
     * Lets time pass.
     *
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    void pause(Duration time) throws InterruptedException;

    /** The computer's clock. */
    static Waiting real() {
        return new Waiting() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                Thread.sleep(time);
            }
        };
    }
}
