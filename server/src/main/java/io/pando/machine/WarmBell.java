package io.pando.machine;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Wakes whoever keeps the warm pools full. Thread-safe. */
@Component
class WarmBell {
    private final Semaphore rung = new Semaphore(0);

    /** Something has changed for the pools; told when the present transaction has committed. */
    void ring() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    rung.release();
                }
            });
        } else {
            rung.release();
        }
    }

    /** Waits until it is rung, or for so long. */
    void await(Duration longest) throws InterruptedException {
        if (rung.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            rung.drainPermits();
        }
    }
}
