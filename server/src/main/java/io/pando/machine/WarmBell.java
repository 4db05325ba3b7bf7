package io.pando.machine;

import io.pando.database.Database;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Wakes whoever keeps the warm pools full. Thread-safe. */
@Component
class WarmBell {
    private final Semaphore rung = new Semaphore(0);

    /** Something has changed for the pools; told when the present transaction has committed. */
    void ring() {
        Database.afterCommit(rung::release);
    }

    /** Waits until it is rung, or for so long. */
    void await(Duration longest) throws InterruptedException {
        if (rung.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            rung.drainPermits();
        }
    }
}
