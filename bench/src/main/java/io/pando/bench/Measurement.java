package io.pando.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One figure with the bound that it has to keep.
 *
 * @param name what is compared with what, and in which unit
 * @param value the figure
 * @param bound what it may be at most or has to be at least
 * @param better which way is better
 * @param raw every single sample behind it, by what was measured, in the order in which they were taken
 */
record Measurement(String name, double value, double bound, Better better, Map<String, List<Double>> raw) {
    Measurement {
        raw = Map.copyOf(raw);
    }

    /** Whether less or more of it is better. */
    enum Better {
        LOWER,
        HIGHER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Measurement atMost(double bound, String name, double value, Map<String, List<Double>> raw) {
        return new Measurement(name, value, bound, Better.LOWER, raw);
    }

    boolean kept() {
        return switch (better) {
            case LOWER -> value <= bound;
            case HIGHER -> value >= bound;
        };
    }
}
