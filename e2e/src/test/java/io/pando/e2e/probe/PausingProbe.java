package io.pando.e2e.probe;

import io.pando.job.JobProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes down every boundary that a job passes, and holds jobs at the boundaries that a test chose. Talks to the test by files in one
 * folder:
 *
 * <ul>
 *   <li>{@code passed}: a line for each boundary, {@code job kind step boundary}
 *   <li>{@code pausing}: while it is there, every job waits at its first boundary until its file of stops is there
 *   <li>{@code JOB.stops}: a line for each boundary at which the job is to be held, {@code step boundary}, in this order
 *   <li>{@code JOB.reached.N}: the job is held at its stop number N, from 0
 *   <li>{@code JOB.go.N}: the job may go on from there
 * </ul>
 */
@Component
final class PausingProbe implements JobProbe {
    private static final long LOOK_EVERY_NANOS = 20_000_000L;

    private final @Nullable Path folder;

    PausingProbe() {
        String named = System.getProperty("e2e.probe");
        this.folder = named == null ? null : Path.of(named);
    }

    @Override
    public void reached(long jobId, String kind, String step, Boundary boundary) {
        Path files = folder;
        if (files == null) {
            return;
        }
        try {
            writeDown(files, "%d %s %s %s%n".formatted(jobId, kind, step, boundary));
            if (!Files.exists(files.resolve("pausing"))) {
                return;
            }
            List<String> stops = awaitStops(files, jobId);
            int next = stopsReached(files, jobId);
            if (next < stops.size() && stops.get(next).equals(step + " " + boundary)) {
                Files.createFile(files.resolve(jobId + ".reached." + next));
                await(files.resolve(jobId + ".go." + next));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private synchronized void writeDown(Path files, String line) throws IOException {
        Files.writeString(files.resolve("passed"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> awaitStops(Path files, long jobId) throws IOException {
        Path stops = files.resolve(jobId + ".stops");
        await(stops);
        try {
            return Files.readAllLines(stops);
        } catch (NoSuchFileException takenAway) {
            return List.of();
        }
    }

    /** A job is held at a stop once, also when the server is killed there and the job comes by again. */
    private static int stopsReached(Path files, long jobId) {
        int reached = 0;
        while (Files.exists(files.resolve(jobId + ".reached." + reached))) {
            reached++;
        }
        return reached;
    }

    private static void await(Path file) {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("The server stops while a test holds the job");
            }
        }
    }
}
