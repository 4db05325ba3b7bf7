package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a machine goes, and why there and not elsewhere.
 *
 * @param machine its name
 * @param chosen null when every host is refused
 * @param fitting how many hosts could take it
 * @param ranking the best of them, the best first
 * @param unfitting how many hosts could not take it
 * @param refused some of them, in the order of their names
 * @param digest what the question can be told by: SHA-256, 64 hexadecimal digits
 */
public record PlacementDecision(
        String machine,
        @Nullable HostChoice chosen,
        int fitting,
        List<RankedHost> ranking,
        int unfitting,
        List<RefusedHost> refused,
        String digest) {
    public PlacementDecision {
        ranking = List.copyOf(ranking);
        refused = List.copyOf(refused);
    }

    /**
     * A host that takes the machine.
     *
     * @param pool where its disks go; null when the host has none
     * @param score the more, the better
     */
    public record HostChoice(
            String hostId, String host, @Nullable String pool, double score) {}

    /**
     * A host that could take it.
     *
     * @param lines what its score is the sum of
     */
    public record RankedHost(HostChoice choice, List<ScoreLine> lines) {
        public RankedHost {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One thing that speaks for a host.
     *
     * @param preference which weight it counts with
     * @param points weight times value
     * @param value 0 to 1
     * @param text the value in words, as part of a sentence
     */
    public record ScoreLine(Preference preference, double points, int weight, double value, String text) {}

    /** What one would like of a host. */
    public enum Preference {
        IMAGE,
        FILLING,
        AFFINITY,
        LOAD,
        HEADROOM
    }

    /**
     * A host that cannot take it.
     *
     * @param reasons all that stands in its way
     */
    public record RefusedHost(String hostId, String host, List<HostObstacle> reasons) {
        public RefusedHost {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Why a host cannot take it.
     *
     * @param text as part of a sentence that begins with the host: {@code it is drained}
     * @param atMost how much of what is wanted it could take now: thousandths of a processor, or MiB; null where no amount would do
     */
    public record HostObstacle(
            Obstacle obstacle, String text, @Nullable Long atMost) {}

    /** What can stand in the way. */
    public enum Obstacle {
        UNREACHABLE,
        DRAINED,
        ARCHITECTURE,
        ACCELERATION,
        FEATURE,
        LABEL,
        PROCESSORS,
        MEMORY,
        DISK
    }
}
