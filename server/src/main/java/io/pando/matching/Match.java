package io.pando.matching;

import io.pando.api.Ranked;
import java.util.List;
import java.util.Optional;

/**
 * Which images would do, and which would not.
 *
 * @param ranking those that would, the closest first
 * @param refused those that would not, the one with the least in its way first
 */
public record Match(List<RankedOffer> ranking, List<RefusedOffer> refused) {
    public Match {
        ranking = List.copyOf(ranking);
        refused = List.copyOf(refused);
    }

    /** The one that comes closest. */
    public Optional<RankedOffer> chosen() {
        return ranking.stream().findFirst();
    }

    /**
     * An image that would do.
     *
     * @param missing packages that would have to be installed, in the order of their names
     */
    public record RankedOffer(Offer offer, double score, List<Ranked.Line> lines, List<String> missing) {
        public RankedOffer {
            lines = List.copyOf(lines);
            missing = List.copyOf(missing);
        }
    }

    /** An image that would not do, with all that stands in the way. */
    public record RefusedOffer(Offer offer, List<Mismatch> mismatches) {
        public RefusedOffer {
            mismatches = List.copyOf(mismatches);
        }
    }
}
