package io.pando.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Figures of the same kind in the order in which they were taken. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** Seconds since a reading of {@link System#nanoTime()}, as another sample. */
    void addSince(long startNanos) {
        add((System.nanoTime() - startNanos) / 1e9);
    }

    List<Double> values() {
        return Collections.unmodifiableList(values);
    }

    /** The middle one, or the mean of the two in the middle. */
    double median() {
        List<Double> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest one that is not exceeded by this share of all (nearest rank). */
    double percentile(double percent) {
        List<Double> sorted = sorted();
        return sorted.get(Math.max(0, (int) Math.ceil(percent / 100 * sorted.size()) - 1));
    }

    private List<Double> sorted() {
        if (values.isEmpty()) {
            throw new IllegalStateException("Nothing was measured");
        }
        return values.stream().sorted().toList();
    }
}
