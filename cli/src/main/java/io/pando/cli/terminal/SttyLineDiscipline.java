package io.pando.cli.terminal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sets the terminal on standard input by the program {@code stty} (POSIX). */
public final class SttyLineDiscipline implements LineDiscipline {

    @Override
    public Restoration raw() throws IOException {
        return set(List.of("raw", "-echo"));
    }

    @Override
    public Restoration silent() throws IOException {
        return set(List.of("-echo"));
    }

    private static Restoration set(List<String> settings) throws IOException {
        String before = stty(List.of("-g"));
        AtomicBoolean restored = new AtomicBoolean();
        Runnable restore = () -> {
            if (restored.compareAndSet(false, true)) {
                try {
                    stty(List.of(before));
                } catch (IOException gone) {
                    // The terminal itself has gone; nobody is left to see a wrong setting.
                    return;
                }
            }
        };
        // Ctrl-C at a password must not leave the person with a terminal that shows nothing.
        Thread atExit = new Thread(restore);
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            stty(settings);
        } catch (IOException e) {
            restore.run();
            throw e;
        }
        return () -> {
            restore.run();
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException exiting) {
                // The hook runs already, and finds that there is nothing left to do.
                return;
            }
        };
    }

    private static String stty(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectInput(Redirect.INHERIT)
                .redirectError(Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("stty " + String.join(" ", arguments) + " ended with status " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while stty was at work");
            interrupted.initCause(e);
            throw interrupted;
        }
        return output;
    }
}
