package io.pando.job;

import io.pando.api.Plan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long steps should take: the median of their latest runs. */
@Component
public class Estimates {
    private static final int LOOK_BACK_JOBS = 9;

    private final JobStore store;
    private final JobKinds kinds;

    Estimates(JobStore store, JobKinds kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    /** Seconds by step, for the steps of which something is known. */
    Map<String, Double> seconds(String kind, String variant) {
        Map<String, List<JobStore.Duration>> runs = store.durations(kind, variant, LOOK_BACK_JOBS).stream()
                .collect(Collectors.groupingBy(JobStore.Duration::step));
        Map<String, Double> medians = new HashMap<>();
        runs.forEach((step, durations) -> medians.put(
                step,
                median(durations.stream()
                        .mapToDouble(JobStore.Duration::seconds)
                        .toArray())));
        return medians;
    }

    /** The steps of a kind of job with what is known of their durations. */
    public List<Plan.PlannedStep> steps(String kind, String variant) {
        Map<String, Double> known = seconds(kind, variant);
        return kinds.of(kind).steps().stream()
                .map(step -> new Plan.PlannedStep(step.name(), step.title(), known.get(step.name())))
                .toList();
    }

    /** The sum of the steps; null when nothing is known of one of them. */
    public static @Nullable Double total(List<Plan.PlannedStep> steps) {
        double sum = 0;
        for (Plan.PlannedStep step : steps) {
            Double seconds = step.seconds();
            if (seconds == null) {
                return null;
            }
            sum += seconds;
        }
        return sum;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
