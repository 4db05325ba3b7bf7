package io.pando.cli.invocation;

import java.io.IOException;
import java.util.List;

/** Other programs on this computer. */
@FunctionalInterface
public interface Programs {

    /**
     * Runs a program on this command's own streams and waits for its end.
     *
     * @return its exit status
     * @throws IOException when it cannot be started
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    int run(List<String> command) throws IOException, InterruptedException;

    /** The computer's own programs, found on the PATH. */
    static Programs real() {
        return command -> new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
