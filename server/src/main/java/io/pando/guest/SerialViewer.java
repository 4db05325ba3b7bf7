package io.pando.guest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Somebody who looks at a guest's serial console and types on it. Thread-safe. */
public interface SerialViewer extends AutoCloseable {

    /**
     * Takes what has come since, beginning with the scrollback: at most the last {@value SerialHub#SCROLLBACK} bytes from before.
     *
     * @param wait at most so long for the first byte
     * @return everything that is there; null when nothing came in time, or no more will come
     */
    byte @Nullable [] take(Duration wait) throws InterruptedException;

    /**
     * Types.
     *
     * @param wait how long to wait for a guest that takes no input
     * @return false when not all of it was taken: Pando is using the console, the guest takes no input, or this has ended
     */
    boolean type(byte[] input, Duration wait) throws InterruptedException;

    /** Why no more will come once everything has been taken; null while more may come. */
    @Nullable
    End end();

    @Override
    void close();

    /** Why a look at a console ended. */
    enum End {
        /** It was closed from this side. */
        CLOSED,
        /** The guest is off. */
        STOPPED,
        /** Others have taken the console again and again, or the host does not answer. */
        LOST,
        /** More came than was taken in time. */
        SLOW
    }
}
