package io.pando.console;

import io.pando.guest.SerialViewer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A guest's serial console, shared with others who look at it. */
final class SerialLine implements ConsoleLine {
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration ROOM = Duration.ofSeconds(5);

    private final SerialViewer viewer;

    SerialLine(SerialViewer viewer) {
        this.viewer = viewer;
    }

    @Override
    public byte @Nullable [] receive() throws InterruptedException, Ended {
        byte[] bytes = viewer.take(WAIT);
        SerialViewer.End end = bytes == null ? viewer.end() : null;
        if (end != null) {
            throw new Ended(
                    switch (end) {
                        case STOPPED -> ConsoleEnd.STOPPED;
                        case LOST, CLOSED -> ConsoleEnd.LOST;
                        case SLOW -> ConsoleEnd.STALE;
                    });
        }
        return bytes;
    }

    /** What is typed while Pando uses the console goes nowhere. */
    @Override
    public void send(byte[] bytes) throws InterruptedException {
        viewer.type(bytes, ROOM);
    }

    @Override
    public void close() {
        viewer.close();
    }
}
