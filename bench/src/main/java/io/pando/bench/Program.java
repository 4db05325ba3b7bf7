package io.pando.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Other programs. */
final class Program {
    private Program() {}

    /**
     * Runs a program to its end and gives what it printed.
     *
     * @throws IllegalStateException when its exit status is not 0
     */
    static String run(List<String> command) {
        Ended ended = attempt(command);
        if (ended.status() != 0) {
            throw new IllegalStateException(
                    "%s ended with %d: %s".formatted(String.join(" ", command), ended.status(), ended.output()));
        }
        return ended.output();
    }

    static String run(String... command) {
        return run(List.of(command));
    }

    static String virsh(String... arguments) {
        return run(virshCommand(arguments));
    }

    /** Like {@link #virsh}, for what may have been done already. */
    static void attemptVirsh(String... arguments) {
        attempt(virshCommand(arguments));
    }

    private static List<String> virshCommand(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("virsh", "--quiet", "--connect", "qemu:///system"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Ended attempt(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + command.getFirst(), interrupted);
        }
    }

    private record Ended(int status, String output) {}
}
