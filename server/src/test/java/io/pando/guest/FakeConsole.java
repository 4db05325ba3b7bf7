package io.pando.guest;

import io.pando.host.GuestLines.SerialLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A console with a real terminal and a real shell behind it, on this machine: a login as getty and login show it, started again whenever
 * it ends.
 */
final class FakeConsole implements AutoCloseable {
    static final String PASSWORD = "wood and leaves";

    private static final String GETTY = """
            stty sane
            before
            while :; do
                printf '\\r\\nDebian GNU/Linux 12 fake ttyS0\\r\\n\\r\\nfake login: '
                IFS= read -r name || exit
                [ -n "$name" ] && break
            done
            [ "$name" = locked ] && { printf 'Your account has expired; please contact your system administrator.\\r\\n'; exit; }
            stty -echo
            printf 'Password: '
            IFS= read -r password
            stty echo
            printf '\\r\\n'
            if [ "$password" != 'PASSWORD' ] || [ "$name" = nobody ]; then
                printf '\\r\\nLogin incorrect\\r\\n'
                exit
            fi
            printf 'Last login: Mon Jan  1 00:00:00 UTC 2026 on ttyS0\\r\\nThere were 2 failed login attempts.\\r\\n'
            exec env NAME="$name" SHELL
            """;

    private final Path folder;
    private final String shell;
    private final BlockingQueue<byte[]> shown = new LinkedBlockingQueue<>();
    private final StringBuilder everything = new StringBuilder();
    private final Random random = new Random(20260101);
    private volatile @Nullable Process process;
    private volatile boolean closed;
    private volatile String before = ":";
    private volatile IntPredicate noise = bytes -> false;
    private volatile double loss;
    private int seen;

    /**
     * @param folder for the programs that stand in for others
     * @param shell command line of the interactive shell
     */
    FakeConsole(Path folder, String shell) {
        this.folder = folder;
        this.shell = shell;
    }

    /** What happens before the first question, in shell. */
    FakeConsole before(String script) {
        before = script;
        return this;
    }

    /** Messages of the kernel come in between, also in the middle of lines. */
    FakeConsole noisy(double probability) {
        noise = bytes -> random.nextDouble() < probability;
        return this;
    }

    /** Some of the input is lost. */
    FakeConsole lossy(double probability) {
        loss = probability;
        return this;
    }

    /** Waits until the console has shown something after what it was waited for before. */
    void awaitShown(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (everything) {
            while (true) {
                int at = everything.indexOf(text, seen);
                if (at >= 0) {
                    seen = at + text.length();
                    return;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("never shown: " + text + ", but: " + everything.substring(seen));
                }
                everything.wait(left);
            }
        }
    }

    FakeConsole start() {
        Thread.ofVirtual().start(() -> {
            while (!closed) {
                session();
            }
        });
        return this;
    }

    private void session() {
        try {
            oneSession();
        } catch (IOException ended) {
            // The terminal is gone: the next session has another.
            return;
        }
    }

    private void oneSession() throws IOException {
        Path script = folder.resolve("getty");
        Files.writeString(
                script,
                GETTY.replace("before\n", before + "\n")
                        .replace("'PASSWORD'", "'" + PASSWORD + "'")
                        .replace("SHELL\n", shell + "\n"));
        // Tests that run in the background were begun with interrupts ignored, which no shell below them could change.
        ProcessBuilder builder = new ProcessBuilder(
                "env",
                "--default-signal=INT,QUIT",
                "script",
                "--quiet",
                "--flush",
                "--command",
                "/bin/sh " + script,
                "/dev/null");
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("TERM", "vt100");
        builder.environment().put("ENV", "/dev/null");
        builder.redirectErrorStream(true);
        Process started = builder.start();
        process = started;
        try (InputStream output = started.getInputStream()) {
            byte[] buffer = new byte[512];
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                show(Arrays.copyOf(buffer, count));
            }
        } finally {
            started.destroy();
        }
    }

    private void show(byte[] bytes) {
        synchronized (everything) {
            everything.append(new String(bytes, StandardCharsets.ISO_8859_1));
            everything.notifyAll();
        }
        if (noise.test(bytes.length)) {
            int cut = random.nextInt(bytes.length + 1);
            shown.add(Arrays.copyOf(bytes, cut));
            shown.add("[   12.345678] audit: type=1400 something happened\r\n".getBytes(StandardCharsets.US_ASCII));
            shown.add(Arrays.copyOfRange(bytes, cut, bytes.length));
        } else {
            shown.add(bytes);
        }
    }

    /** All that the console ever showed. */
    String everything() {
        synchronized (everything) {
            return everything.toString();
        }
    }

    /** Types as a person would. */
    void type(String keys) {
        write(keys.getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] bytes) {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            OutputStream input = running.getOutputStream();
            for (byte value : bytes) {
                if (loss == 0 || random.nextDouble() >= loss) {
                    input.write(value);
                }
            }
            input.flush();
        } catch (IOException ended) {
            // Typed while nobody listened, as on a real line.
            return;
        }
    }

    SerialLine open() {
        return new SerialLine() {
            private byte[] rest = new byte[0];
            private volatile boolean done;

            @Override
            public int read(byte[] buffer, Duration wait) throws InterruptedException {
                if (done || closed) {
                    return -1;
                }
                if (rest.length == 0) {
                    byte[] next = shown.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                    if (next == null) {
                        return 0;
                    }
                    rest = next;
                }
                int count = Math.min(buffer.length, rest.length);
                System.arraycopy(rest, 0, buffer, 0, count);
                rest = Arrays.copyOfRange(rest, count, rest.length);
                return count;
            }

            @Override
            public void write(byte[] bytes) {
                FakeConsole.this.write(bytes);
            }

            @Override
            public void close() {
                done = true;
            }
        };
    }

    /** A program that only this console's sessions find. */
    void program(String name, String script) {
        Path program = folder.resolve(name);
        try {
            Files.writeString(program, "#!/bin/sh\n" + script);
            if (!program.toFile().setExecutable(true)) {
                throw new IllegalStateException("cannot be made executable: " + program);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        Process running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }
}
