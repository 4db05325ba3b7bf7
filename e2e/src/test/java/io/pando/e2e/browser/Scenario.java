package io.pando.e2e.browser;

import io.pando.e2e.fixture.Checkout;
import io.pando.e2e.fixture.Program;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A script that drives a browser, run as a process of its own. What it says is printed; pictures of a failure are in {@code target/browser}. */
final class Scenario {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int TOLD_LINES = 60;

    private final String name;

    private Scenario(String name) {
        this.name = name;
    }

    /** The script {@code scenarios/<name>.mjs}. */
    static Scenario of(String name) {
        return new Scenario(name);
    }

    private static Path folder() {
        return Checkout.root().resolve("e2e/browser");
    }

    /** Puts the libraries in place that the scripts need, unless those of the lock file are there. */
    static void install() {
        Path lock = folder().resolve("package-lock.json");
        Path installed = folder().resolve("node_modules/.package-lock.json");
        try {
            if (Files.exists(installed)
                    && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
                return;
            }
            Program.output(
                    "npm",
                    "--prefix",
                    folder().toString(),
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error");
            Files.setLastModifiedTime(installed, java.nio.file.attribute.FileTime.from(java.time.Instant.now()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Runs it to its end.
     *
     * @param settings further environment variables of the script
     * @throws AssertionError when something did not hold, with what the script said last
     */
    void run(Map<String, String> settings) {
        ProcessBuilder builder = new ProcessBuilder(
                        "node", folder().resolve("scenarios/" + name + ".mjs").toString())
                .directory(folder().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(settings);
        builder.environment().put("CHROMIUM", chromium());
        builder.environment()
                .put(
                        "PANDO_OUTPUT",
                        Checkout.root().resolve("e2e/target/browser").toString());
        Deque<String> told = new ArrayDeque<>();
        try {
            Process process = builder.start();
            try {
                Thread listener = Thread.ofVirtual().start(() -> listen(process, told));
                boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (ended) {
                    listener.join();
                }
                if (!ended || process.exitValue() != 0) {
                    throw new AssertionError("The scenario %s %s:%n%s"
                            .formatted(
                                    name,
                                    ended ? "failed" : "did not end within %d s".formatted(PATIENCE.toSeconds()),
                                    lines(told)));
                }
            } finally {
                // The browser is a child of the script.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the scenario " + name + " ran", interrupted);
        }
    }

    private static void listen(Process process, Deque<String> told) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                System.out.println(line);
                synchronized (told) {
                    told.addLast(line);
                    if (told.size() > TOLD_LINES) {
                        told.removeFirst();
                    }
                }
            }
        } catch (IOException endedBeforeItsTime) {
            System.out.println("  " + endedBeforeItsTime.getMessage());
        }
    }

    private static String lines(Deque<String> told) {
        synchronized (told) {
            return String.join(System.lineSeparator(), told);
        }
    }

    private static String chromium() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of("/usr/bin"), Stream.of(path.split(File.pathSeparator)))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(program -> Path.of(folder, program)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No Chromium on the PATH: dev/install test installs it"))
                .toString();
    }
}
