package io.pando.e2e.fault;

import io.pando.api.Job;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The boundaries between the durable moments of jobs, seen from outside of the server: which a job has passed, and holding one there.
 * The other half runs in the server, {@code PausingProbe}.
 */
final class Boundaries {
    private final Path folder;

    Boundaries(PandoServer server) {
        this.folder = server.data().resolveSibling("probe");
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * One boundary.
     *
     * @param kind of job
     * @param moment name of the boundary around the step
     */
    record Point(String kind, String step, String moment) {
        boolean undoes() {
            return moment.endsWith("_UNDO");
        }

        private String line() {
            return step + " " + moment;
        }

        @Override
        public String toString() {
            return kind + " " + step + " " + moment;
        }
    }

    /** Starts the server with the probe in it. */
    void start(PandoServer server) {
        server.startWith(classes(), Map.of("e2e.probe", folder.toString()));
    }

    private static Path classes() {
        try {
            return Path.of(Boundaries.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** From now on every job waits at its first boundary until it is told where it will be held. */
    void holdJobs() {
        write("pausing", "");
    }

    /** From now on jobs pass. */
    void letJobsPass() {
        try {
            Files.deleteIfExists(folder.resolve("pausing"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Tells a job where it will be held, one after the other. */
    void stops(Job job, Point... points) {
        write(
                job.id() + ".stops",
                String.join("\n", List.of(points).stream().map(Point::line).toList()));
    }

    /** Waits until the job is held at its stop of this number, from 0. */
    void awaitReached(Job job, int stop, Point point, Duration atMost) {
        Path reached = folder.resolve(job.id() + ".reached." + stop);
        Poll.untilTrue("job %d to come to %s".formatted(job.id(), point), atMost, () -> Files.exists(reached));
    }

    /** Lets a held job go on. */
    void go(Job job, int stop) {
        write(job.id() + ".go." + stop, "");
    }

    /** Every boundary that the job has passed, in this order, each once. */
    List<Point> passed(Job job) {
        try {
            return Files.readAllLines(folder.resolve("passed")).stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words[0].equals(String.valueOf(job.id())))
                    .map(words -> new Point(words[1], words[2], words[3]))
                    .distinct()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(String name, String content) {
        try {
            Path part = Files.createTempFile(folder, "part", "");
            Files.writeString(part, content);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
