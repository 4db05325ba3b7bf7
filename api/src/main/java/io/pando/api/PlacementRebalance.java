package io.pando.api;

import java.util.List;

/**
 * What rebalancing would come to, as things are now.
 *
 * @param moves in the order in which they would be made; each fits when it is made
 * @param left machines on drained hosts that could not be moved away
 * @param hosts before and after, in the order of their names
 */
public record PlacementRebalance(List<Move> moves, List<Left> left, List<Filled> hosts) {
    public PlacementRebalance {
        moves = List.copyOf(moves);
        left = List.copyOf(left);
        hosts = List.copyOf(hosts);
    }

    /**
     * A machine that would be moved.
     *
     * @param live whether it would go on running meanwhile
     * @param bytes what is copied of its disks
     * @param reason why, as part of a sentence
     */
    public record Move(
            String machineId, String machine, String from, String to, boolean live, long bytes, String reason) {}

    /**
     * A machine that would stay where it should not be.
     *
     * @param reason why, as a sentence
     */
    public record Left(String machineId, String machine, String host, String reason) {}

    /**
     * How full a host is, and would be: promised of what may be promised, 0 to 1; above 1 where there is less than was promised.
     *
     * @param machines how many are there
     * @param machinesAfter how many would be
     */
    public record Filled(
            String hostId,
            String host,
            boolean drained,
            int machines,
            int machinesAfter,
            double processors,
            double processorsAfter,
            double memory,
            double memoryAfter) {}
}
