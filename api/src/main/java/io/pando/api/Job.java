package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Long work that Pando carries out in steps, and ends done or undone whatever happens meanwhile.
 *
 * @param kind for example {@code machine.create}
 * @param title for people, for example {@code Create machine web2}
 * @param owner who asked for it
 * @param project whose members see it; null where only its owner and administrators do
 * @param subject what it works on
 * @param percent 0 to 100
 * @param secondsLeft estimate from earlier runs; null when nothing is known
 * @param currentStep title of the step at work; null when none is
 * @param cancelRequested whether somebody asked it to end and be undone
 * @param steps the journal; empty in lists
 * @param problem why it failed; null unless {@code FAILED}
 * @param plan what was shown before it began; null in lists
 */
public record Job(
        long id,
        String kind,
        String title,
        State state,
        User owner,
        @Nullable ProjectReference project,
        @Nullable Subject subject,
        double percent,
        @Nullable Double secondsLeft,
        @Nullable String currentStep,
        boolean cancelRequested,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<Step> steps,
        @Nullable Problem problem,
        @Nullable Plan plan) {
    public Job {
        steps = List.copyOf(steps);
    }

    public enum State {
        QUEUED,
        RUNNING,
        /** It failed or was cancelled, and what it had made is being taken away. */
        UNDOING,
        DONE,
        FAILED,
        CANCELLED
    }

    /**
     * What a job works on.
     *
     * @param type {@code machine}, {@code warm-machine}, {@code image} or {@code host}
     */
    public record Subject(String type, String id, String name) {}

    /**
     * One step of the journal.
     *
     * @param detail what it does just now or what came of it, for people; null when there is nothing to say
     * @param percent 0 to 100 of this step
     * @param attempts how often it was begun
     * @param problem what went wrong at the last attempt; null when nothing did
     */
    public record Step(
            String name,
            String title,
            StepState state,
            @Nullable String detail,
            double percent,
            int attempts,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String problem) {}

    public enum StepState {
        PENDING,
        RUNNING,
        DONE,
        FAILED,
        UNDOING,
        UNDONE,
        /** Its undoing was given up: something that it made may be left over. */
        LEFT
    }
}
