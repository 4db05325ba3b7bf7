package io.pando.job;

import io.pando.api.Job;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is. Pure.
 *
 * @param percent 0 to 100
 * @param secondsLeft null when nothing is known of a step still to come
 */
record Progress(double percent, @Nullable Double secondsLeft) {

    /**
     * Weighs each step by how long it should take.
     *
     * @param known seconds by step, from earlier runs
     * @param weights seconds by step where nothing is known
     */
    static Progress of(
            Job.State state, List<StepRecord> steps, Map<String, Double> known, Map<String, Double> weights) {
        if (state == Job.State.DONE) {
            return new Progress(100, null);
        }
        double done = 0;
        double all = 0;
        double left = 0;
        boolean certain = true;
        for (StepRecord step : steps) {
            Double seconds = known.get(step.name());
            double weight = Math.max(0.01, seconds == null ? weights.getOrDefault(step.name(), 1.0) : seconds);
            double share = step.state() == Job.StepState.DONE ? 1 : step.percent() / 100;
            all += weight;
            done += weight * share;
            left += weight * (1 - share);
            certain &= seconds != null || share == 1;
        }
        boolean forward = state == Job.State.QUEUED || state == Job.State.RUNNING;
        return new Progress(all == 0 ? 0 : 100 * done / all, forward && certain ? left : null);
    }
}
