package io.pando.placement;

import io.pando.api.PlacementDecision.HostChoice;
import io.pando.api.PlacementDecision.RankedHost;
import io.pando.api.PlacementDecision.RefusedHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a machine goes, and why there and not elsewhere. As JSON it holds everything that it takes to decide anew; where there is no room
 * for the hosts, as in an entry of the audit record, {@link Question#digest} stands for them.
 *
 * @param question what it was made from
 * @param chosen the first of the ranking; null when every host is refused
 * @param ranking the hosts that it could go to, the best first
 * @param refused those that it could not, in the order of their names
 */
public record Decision(
        Question question, @Nullable HostChoice chosen, List<RankedHost> ranking, List<RefusedHost> refused) {
    public Decision {
        ranking = List.copyOf(ranking);
        refused = List.copyOf(refused);
    }

    /** Whether the same question still has this answer, to the last word. */
    public boolean replays() {
        return Placement.decide(question).equals(this);
    }
}
