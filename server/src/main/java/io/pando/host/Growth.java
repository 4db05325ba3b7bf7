package io.pando.host;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Watches something grow while the calling thread waits in one long call, and stops that call when the listener throws. */
final class Growth implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 400;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread caller = Thread.currentThread();
    private final Thread watcher;
    private volatile @Nullable RuntimeException thrown;

    private Growth(LongSupplier size, LongConsumer listener) {
        this.watcher = Thread.ofVirtual().name("growth").start(() -> look(size, listener));
    }

    static Growth watch(LongSupplier size, LongConsumer listener) {
        return new Growth(size, listener);
    }

    private void look(LongSupplier size, LongConsumer listener) {
        try {
            while (!ended.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                long now;
                try {
                    now = size.getAsLong();
                } catch (HostException unknown) {
                    // A look that fails says nothing about the long call, which will tell by itself.
                    continue;
                }
                listener.accept(now);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException refused) {
            thrown = refused;
            caller.interrupt();
        }
    }

    /** Passes on what the listener threw. */
    void rethrow() {
        RuntimeException refused = thrown;
        if (refused != null) {
            throw refused;
        }
    }

    @Override
    public void close() {
        ended.countDown();
        watcher.interrupt();
    }
}
