package io.pando.placement;

import io.pando.api.Filling;
import io.pando.placement.Rules.Weights;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for a host, each as a value between 0 and 1. Both the explained and the quick way of deciding count with these, in the same
 * order, so that they come to the same sums to the last bit.
 */
final class Scoring {
    /** Share of a host that the headroom preference would like to stay free. */
    private static final double RESERVE = 0.1;

    /** No host without machines is worth more when machines are to be close together. */
    static final double MOST_OF_AN_EMPTY_HOST = 0.5;

    /** A host of this size is half as large as a host can be thought to be. */
    private static final double USUAL_CPU_MILLIS = 64_000;

    private static final double USUAL_MEMORY_MIB = 524_288;

    private Scoring() {}

    /** What stays free of what there is, once the machine is there. */
    static double share(long left, long of) {
        return of <= 0 ? 0 : (double) left / of;
    }

    /** The more, the larger the host; below 1 for any. */
    static double largeness(Size capacity) {
        return 1 - 1 / (1 + capacity.cpuMillis() / USUAL_CPU_MILLIS + capacity.memoryMiB() / USUAL_MEMORY_MIB);
    }

    /**
     * How well the host is filled.
     *
     * @param used whether there are machines on it: to begin another host is worse than any place on one that is in use, and if it has to
     *     be, a large one is begun, since it will take the most of what comes later
     */
    static double filling(Filling wanted, boolean used, double largeness, double cpuLeft, double memoryLeft) {
        return switch (wanted) {
            case PACK -> used ? 1 - Math.sqrt(cpuLeft * memoryLeft) / 2 : largeness * MOST_OF_AN_EMPTY_HOST;
            case SPREAD -> Math.min(cpuLeft, memoryLeft);
        };
    }

    /**
     * Whether those are there that it wants to be near to, and those not that it wants to be apart from.
     *
     * @param wanted number of labels asked for, near and apart together
     * @param kept how many of them are as asked for
     */
    static double affinity(int wanted, int kept) {
        return wanted == 0 ? 0 : (double) kept / wanted;
    }

    /** A host whose load is not known counts as half busy. */
    static double idleness(@Nullable Double loadPercent) {
        return loadPercent == null ? 0.5 : 1 - loadPercent / 100;
    }

    static double headroom(double cpuLeft, double memoryLeft) {
        return Math.min(1, Math.min(cpuLeft, memoryLeft) / RESERVE);
    }

    static double total(
            Weights weights, double image, double filling, double affinity, double idleness, double headroom) {
        return weights.image() * image
                + weights.filling() * filling
                + weights.affinity() * affinity
                + weights.load() * idleness
                + weights.headroom() * headroom;
    }
}
