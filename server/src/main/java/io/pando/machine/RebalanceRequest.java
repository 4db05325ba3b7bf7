package io.pando.machine;

import java.util.List;

/** What a rebalancing is asked for. Everything was decided before. */
record RebalanceRequest(List<Wanted> moves) {
    RebalanceRequest {
        moves = List.copyOf(moves);
    }

    /** A machine that goes to another host, with the names that they had. */
    record Wanted(String machineId, String machine, String hostId, String host) {}
}
