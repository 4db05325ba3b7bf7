package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would be done, before it is done.
 *
 * @param kind of the job, for example {@code machine.create}
 * @param summary what would happen, in a sentence
 * @param feasible whether it can be carried out as asked
 * @param effects each thing that would be made or changed
 * @param steps the steps of the job, in order
 * @param estimatedSeconds how long it should take, from earlier runs; null when nothing is known
 * @param faults what stands in its way; empty when it is feasible
 * @param refused images and hosts that could not be taken, with the reason
 * @param ranking images and hosts that could be, the best of each kind first
 * @param mended the changes of the request that together make it feasible, tried out; null when it is feasible, or when none are known
 */
public record Plan(
        String kind,
        String summary,
        boolean feasible,
        List<Effect> effects,
        List<PlannedStep> steps,
        @Nullable Double estimatedSeconds,
        List<Fault> faults,
        List<Refusal> refused,
        List<Ranked> ranking,
        @Nullable Suggestion mended) {
    public Plan {
        effects = List.copyOf(effects);
        steps = List.copyOf(steps);
        faults = List.copyOf(faults);
        refused = List.copyOf(refused);
        // A plan that an earlier release has written down has none.
        ranking = ranking == null ? List.of() : List.copyOf(ranking);
    }

    /** One that had nothing to choose from. */
    public Plan(
            String kind,
            String summary,
            boolean feasible,
            List<Effect> effects,
            List<PlannedStep> steps,
            @Nullable Double estimatedSeconds,
            List<Fault> faults,
            List<Refusal> refused) {
        this(kind, summary, feasible, effects, steps, estimatedSeconds, faults, refused, List.of(), null);
    }

    /**
     * One thing that would be made or changed.
     *
     * @param subject what it concerns, for example {@code Disk}
     * @param value what it will be, for example {@code linked copy of debian, 3 GiB}
     * @param reason why; null when it is what was asked for
     */
    public record Effect(
            String subject, String value, @Nullable String reason) {}

    /**
     * One step that the job would take.
     *
     * @param seconds from earlier runs of this step; null when there were none
     */
    public record PlannedStep(
            String name, String title, @Nullable Double seconds) {}

    /**
     * Something that was looked at and not taken.
     *
     * @param subject what was looked at, for example {@code host local}
     */
    public record Refusal(String subject, String reason) {}
}
