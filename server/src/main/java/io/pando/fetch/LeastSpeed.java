package io.pando.fetch;

/** Ends what comes too slowly. Looked at after each window by another thread than the one that receives. */
final class LeastSpeed {
    private final long least;
    private final Runnable end;
    private volatile long received;
    private volatile boolean missed;
    private long before;

    /**
     * @param least bytes that must come in each window
     * @param end called when they do not
     */
    LeastSpeed(long least, Runnable end) {
        this.least = least;
        this.end = end;
    }

    /** @param bytes that have come in all; what was there already may be among them */
    void received(long bytes) {
        received = bytes;
    }

    /** A window has passed. */
    void look() {
        long now = received;
        if (now - before < least) {
            missed = true;
            end.run();
        }
        before = now;
    }

    /** Whether it was ended because of this. */
    boolean missed() {
        return missed;
    }
}
