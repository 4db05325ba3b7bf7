package io.pando.placement;

import java.util.BitSet;

/**
 * Which hosts have how much of something left, to the power of two: a set of hosts for each. Whoever looks for so much need not look at the
 * hosts that have not even the power of two below it, which are most of a fleet that is nearly full.
 */
final class Levels {
    private final BitSet[] atLeast = new BitSet[Long.SIZE];

    Levels(int hosts) {
        for (int level = 0; level < atLeast.length; level++) {
            atLeast[level] = new BitSet(hosts);
        }
    }

    /** Says how much a host has now; before it is said, it has nothing. */
    void change(int host, long before, long now) {
        int from = levels(before);
        int to = levels(now);
        for (int level = Math.min(from, to); level < Math.max(from, to); level++) {
            atLeast[level].set(host, to > from);
        }
    }

    /** Takes away from the hosts those that certainly have less. */
    void keep(BitSet hosts, long wanted) {
        if (wanted > 0) {
            hosts.and(atLeast[levels(wanted) - 1]);
        }
    }

    /** How many powers of two are not above it. */
    private static int levels(long amount) {
        return amount <= 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(amount);
    }
}
