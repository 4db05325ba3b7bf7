package io.pando.console;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is at a console's other end. One thread receives, another sends, any may close. */
interface ConsoleLine extends AutoCloseable {

    /**
     * Waits for what comes.
     *
     * @return what came; null when nothing came for a while
     * @throws Ended when no more will come
     */
    byte @Nullable [] receive() throws IOException, InterruptedException, Ended;

    /** Passes on what was typed; waits as long as the other end takes nothing. */
    void send(byte[] bytes) throws IOException, InterruptedException;

    @Override
    void close();

    /** No more will come. */
    final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        private final ConsoleEnd end;

        Ended(ConsoleEnd end) {
            super(end.status().getReason(), null, false, false);
            this.end = end;
        }

        ConsoleEnd end() {
            return end;
        }
    }
}
