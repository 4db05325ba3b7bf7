package io.pando.placement;

import java.util.List;

/**
 * What rebalancing comes to: moves that leave machines better off.
 *
 * @param moves in an order in which each fits when it is made, after those before it
 * @param left machines on drained hosts that could not be moved away, and why
 * @param before the hosts as they are, in the order of their names
 * @param after the hosts as they would be
 */
public record Rebalance(List<Move> moves, List<Left> left, List<Filled> before, List<Filled> after) {
    public Rebalance {
        moves = List.copyOf(moves);
        left = List.copyOf(left);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * One move.
     *
     * @param diskMiB what is copied of its disks
     * @param reason why, as part of a sentence
     */
    public record Move(
            String machineId,
            String machine,
            String fromId,
            String from,
            String toId,
            String to,
            long diskMiB,
            String reason) {}

    /** A machine that stays where it should not be. */
    public record Left(String machineId, String machine, String hostId, String host, String reason) {}

    /**
     * How full a host is.
     *
     * @param cpuShare promised of what may be promised, 0 to 1; above 1 where it has become less
     * @param memoryShare likewise
     */
    public record Filled(String hostId, String host, int machines, double cpuShare, double memoryShare) {}
}
