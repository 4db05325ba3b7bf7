package io.pando.placement;

import io.pando.api.Filling;
import io.pando.api.PlacementDecision.HostChoice;
import io.pando.api.PlacementDecision.HostObstacle;
import io.pando.api.PlacementDecision.Preference;
import io.pando.api.PlacementDecision.RankedHost;
import io.pando.api.PlacementDecision.RefusedHost;
import io.pando.api.PlacementDecision.ScoreLine;
import io.pando.placement.Rules.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a machine goes: first who can take it, then who would do so best. Pure. {@link Fleet} comes to the same choice for many
 * machines in turn, without the reasons.
 */
public final class Placement {
    private Placement() {}

    /** Looks at every host and says of each why it is where it is in the ranking, or why it is refused. */
    public static Decision decide(Question question) {
        List<RankedHost> ranking = new ArrayList<>();
        List<RefusedHost> refused = new ArrayList<>();
        for (Candidate host : question.hosts()) {
            List<HostObstacle> reasons = Filter.unsuited(host, question.demand().traits());
            reasons.addAll(Filter.crowded(host, question.demand(), question.rules()));
            if (reasons.isEmpty()) {
                ranking.add(ranked(host, question.demand(), question.rules()));
            } else {
                refused.add(new RefusedHost(host.id(), host.name(), reasons));
            }
        }
        // Hosts that are equally good stay in the order of their names: the sort is stable.
        ranking.sort(Comparator.comparingDouble((RankedHost one) -> one.choice().score())
                .reversed());
        return new Decision(
                question, ranking.isEmpty() ? null : ranking.getFirst().choice(), ranking, refused);
    }

    /** Processors and memory that a host lacks for something that is on it already, and is to run there. Nothing else matters for that. */
    public static List<HostObstacle> lacking(Candidate host, Size wanted, Rules rules) {
        return Filter.crowded(host, wanted, rules);
    }

    private static RankedHost ranked(Candidate host, Demand demand, Rules rules) {
        Weights weights = rules.weights();
        long cpu = rules.cpuMillis(host);
        long memory = rules.memoryMiB(host);
        double cpuLeft =
                Scoring.share(cpu - host.given().cpuMillis() - demand.size().cpuMillis(), cpu);
        double memoryLeft =
                Scoring.share(memory - host.given().memoryMiB() - demand.size().memoryMiB(), memory);
        boolean used = host.machines() > 0;
        boolean imageThere = host.hasImage(demand);
        List<String> near =
                demand.near().stream().filter(host.tenants()::containsKey).toList();
        List<String> apart =
                demand.apart().stream().filter(host.tenants()::containsKey).toList();
        int wanted = demand.near().size() + demand.apart().size();

        double image = imageThere ? 1 : 0;
        double filling =
                Scoring.filling(rules.filling(), used, Scoring.largeness(host.capacity()), cpuLeft, memoryLeft);
        double affinity = Scoring.affinity(wanted, near.size() + demand.apart().size() - apart.size());
        double idleness = Scoring.idleness(host.loadPercent());
        double headroom = Scoring.headroom(cpuLeft, memoryLeft);

        List<ScoreLine> lines = new ArrayList<>();
        if (demand.image() != null) {
            lines.add(line(
                    Preference.IMAGE,
                    weights.image(),
                    image,
                    imageThere ? "the image is there already" : "the image has to be copied there"));
        }
        lines.add(line(
                Preference.FILLING, weights.filling(), filling, filled(rules.filling(), used, cpuLeft, memoryLeft)));
        if (wanted > 0) {
            lines.add(line(Preference.AFFINITY, weights.affinity(), affinity, company(demand, near, apart)));
        }
        lines.add(line(Preference.LOAD, weights.load(), idleness, busy(host.loadPercent())));
        lines.add(line(
                Preference.HEADROOM,
                weights.headroom(),
                headroom,
                "%s of its processors and %s of its memory would stay free"
                        .formatted(percent(cpuLeft), percent(memoryLeft))));
        Candidate.Pool pool = host.roomiest();
        return new RankedHost(
                new HostChoice(
                        host.id(),
                        host.name(),
                        pool == null ? null : pool.name(),
                        Scoring.total(weights, image, filling, affinity, idleness, headroom)),
                lines);
    }

    private static ScoreLine line(Preference preference, int weight, double value, String text) {
        return new ScoreLine(preference, weight * value, weight, value, text);
    }

    private static String filled(Filling wanted, boolean used, double cpuLeft, double memoryLeft) {
        if (wanted == Filling.PACK && !used) {
            return "nothing is on it yet: others are filled up first, then large ones are begun";
        }
        double left = wanted == Filling.PACK ? Math.sqrt(cpuLeft * memoryLeft) : Math.min(cpuLeft, memoryLeft);
        return "it would be %s full".formatted(percent(1 - left));
    }

    private static String company(Demand demand, List<String> near, List<String> apart) {
        List<String> parts = new ArrayList<>();
        for (String label : demand.near()) {
            parts.add((near.contains(label) ? "near to %s" : "not near to %s").formatted(label));
        }
        for (String label : demand.apart()) {
            parts.add((apart.contains(label) ? "not apart from %s" : "apart from %s").formatted(label));
        }
        return String.join(", ", parts);
    }

    private static String busy(@Nullable Double loadPercent) {
        return loadPercent == null
                ? "its load is not known"
                : "its processors are %s busy".formatted(percent(loadPercent / 100));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
