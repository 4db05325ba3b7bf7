package io.pando.api;

import java.util.List;

/**
 * Where machines would go.
 *
 * @param decisions in the order in which the machines were asked for
 * @param placed how many of the machines have a host
 * @param hostsUsed how many hosts have machines in the end
 */
public record PlacementSimulation(List<PlacementDecision> decisions, int placed, int hostsUsed) {
    public PlacementSimulation {
        decisions = List.copyOf(decisions);
    }
}
