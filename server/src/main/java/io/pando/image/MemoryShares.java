package io.pando.image;

import io.pando.diskimage.DiskFormat;
import io.pando.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Shares memory out among files that are read at the same time, in the order in which they came: what is compressed with a dictionary
 * takes tens of MiB, and the whole server has a few hundred. Thread-safe.
 */
final class MemoryShares {
    /** One file with a dictionary at a time, and beside it a few without. */
    private static final int ALL = 8;

    private static final int WITH_DICTIONARY = 5;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Semaphore free = new Semaphore(ALL, true);

    /** The memory that one file takes, until it is closed. */
    final class Share implements AutoCloseable {
        private final int parts;

        private Share(int parts) {
            this.parts = parts;
        }

        @Override
        public void close() {
            free.release(parts);
        }
    }

    private static int parts(DiskFormat format) {
        return switch (format) {
            case RAW_XZ, RAW_ZSTD -> WITH_DICTIONARY;
            case QCOW2, RAW, VMDK, VHDX, VDI, RAW_GZIP, OVA -> 1;
        };
    }

    /** For a job: waits as long as it takes. */
    Share take(DiskFormat format) throws InterruptedException {
        free.acquire(parts(format));
        return new Share(parts(format));
    }

    /**
     * For somebody who waits.
     *
     * @throws ProblemException too many requests, when others did not end in time
     */
    Share take(DiskFormat format, Duration patience) {
        try {
            if (free.tryAcquire(parts(format), patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Share(parts(format));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw ProblemException.tooManyRequests("Too many files are being looked at right now.", RETRY_AFTER, null);
    }

    /** Whether somebody waits. */
    boolean awaited() {
        return free.hasQueuedThreads();
    }
}
