package io.pando.bench;

import io.pando.api.Job;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Listens to what the server tells about jobs, as the page does. */
final class JobEvents implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    /**
     * A job as it was told.
     *
     * @param nanos reading of {@link System#nanoTime()} when it arrived
     */
    record Told(Job job, long nanos) {}

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Stream<String> lines;
    private final Thread reader;

    JobEvents(PandoClient client) {
        lines = client.lines("/api/v1/events");
        reader = Thread.ofPlatform().daemon().name("events").start(this::read);
        try {
            if (!listening.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The server does not say hello");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the server", interrupted);
        }
    }

    private void read() {
        try {
            lines.forEach(line -> {
                long now = System.nanoTime();
                if (line.startsWith("event:")) {
                    listening.countDown();
                } else if (line.startsWith("data:")) {
                    JsonNode event = PandoClient.JSON.readTree(line.substring("data:".length()));
                    JsonNode object = event.get("object");
                    if (object != null && "job".equals(event.path("type").asString())) {
                        told.add(new Told(PandoClient.JSON.treeToValue(object, Job.class), now));
                    }
                }
            });
        } catch (RuntimeException closed) {
            // Whoever waits for more runs into its deadline and says so.
            listening.countDown();
        }
    }

    /** Waits until a step of a job is done, and gives the first that was told of it. */
    Told awaitDone(long job, String step) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (true) {
                Told next = told.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new IllegalStateException("Nobody told that step %s of job %d is done".formatted(step, job));
                }
                if (next.job().id() == job) {
                    Job.Step seen = step(next.job(), step);
                    if (seen != null && seen.state() == Job.StepState.DONE) {
                        return next;
                    }
                    if (next.job().problem() != null) {
                        throw new IllegalStateException(
                                "Job %d: %s".formatted(job, next.job().problem()));
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for job " + job, interrupted);
        }
    }

    static Job.@Nullable Step step(Job job, String name) {
        return job.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Seconds that a step took by the server's journal. */
    static double seconds(Job job, String name) {
        Job.Step step = step(job, name);
        if (step == null || step.startedAt() == null || step.finishedAt() == null) {
            throw new IllegalStateException("Step %s of job %d was not timed".formatted(name, job.id()));
        }
        return java.time.Duration.between(step.startedAt(), step.finishedAt()).toNanos() / 1e9;
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
