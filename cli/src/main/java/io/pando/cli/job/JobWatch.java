package io.pando.cli.job;

import io.pando.api.Job;
import io.pando.cli.http.Answer;
import io.pando.cli.http.ProblemException;
import io.pando.cli.http.UnreachableException;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Interruptions;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Waiting;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a job and shows its progress. Jobs outlive the server, so the watch outlives a restart of it.
 */
public final class JobWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Invocation invocation;

    public JobWatch(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * Waits until the job is done.
     *
     * @param timeout null for no limit
     * @return the job, done
     * @throws Failure when the job failed or was cancelled, or when it goes on after the limit
     */
    public Answer<Job> untilDone(long id, @Nullable Duration timeout) {
        Answer<Job> ended = untilEnd(id, timeout);
        Job job = ended.value();
        if (job.state() == Job.State.CANCELLED) {
            throw Failure.cancelled("Job " + id + " (" + job.title() + ") was cancelled; what it had made is gone.");
        }
        if (job.state() == Job.State.FAILED) {
            throw Failure.failed(
                    job.problem() == null
                            ? "Job " + id + " (" + job.title() + ") failed. `pando job show " + id
                                    + "` shows its steps."
                            : ProblemException.describe(job.problem()));
        }
        return ended;
    }

    /**
     * Waits until the job has ended in any way.
     *
     * @throws Failure when it goes on after the limit
     */
    public Answer<Job> untilEnd(long id, @Nullable Duration timeout) {
        Terminal terminal = invocation.terminal();
        Waiting waiting = invocation.surroundings().waiting();
        Progress progress = terminal.isTerminal(StandardStream.ERR) && terminal.colour()
                ? new Bar(terminal)
                : new StepLines(terminal);
        Instant start = waiting.now();
        Instant lastAnswer = start;
        Duration pause = FIRST_LOOK;
        try (Interruptions.Registration _ = invocation
                .surroundings()
                .interruptions()
                .onInterrupt(
                        () -> {
                            progress.end();
                            terminal.note(goesOn(id) + " End it with `pando job cancel " + id + "`.");
                        },
                        ExitCode.STILL_RUNNING)) {
            while (true) {
                Instant now = waiting.now();
                try {
                    Answer<Job> answer = invocation.api().get("jobs/" + id, Job.class);
                    lastAnswer = now;
                    progress.show(answer.value(), now);
                    if (hasEnded(answer.value())) {
                        return answer;
                    }
                } catch (UnreachableException e) {
                    if (Duration.between(lastAnswer, now).compareTo(SILENCE) >= 0) {
                        throw e;
                    }
                }
                if (timeout != null && Duration.between(start, now).compareTo(timeout) >= 0) {
                    throw Failure.stillRunning(goesOn(id));
                }
                waiting.pause(timeout == null ? pause : shorter(pause, timeout.minus(Duration.between(start, now))));
                pause = BETWEEN_LOOKS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.stillRunning(goesOn(id));
        } finally {
            progress.end();
        }
    }

    static boolean hasEnded(Job job) {
        return switch (job.state()) {
            case DONE, FAILED, CANCELLED -> true;
            case QUEUED, RUNNING, UNDOING -> false;
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String goesOn(long id) {
        return "The work goes on, job " + id + ". Follow it with `pando job watch " + id + "`.";
    }
}
