package io.pando.placement;

import io.pando.api.HostFeature;
import io.pando.api.PlacementDecision.HostObstacle;
import io.pando.api.PlacementDecision.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a host must be and have. Each method says everything that is missing, in words. */
final class Filter {
    private Filter() {}

    /** What does not depend on what else is on the host. */
    static List<HostObstacle> unsuited(Candidate host, Demand.Traits wanted) {
        List<HostObstacle> reasons = new ArrayList<>();
        switch (host.standing()) {
            case READY -> {}
            case DRAINED -> add(reasons, Obstacle.DRAINED, "it is drained and takes no new machines");
            case UNREACHABLE ->
                add(
                        reasons,
                        Obstacle.UNREACHABLE,
                        "it does not answer" + (host.problem() == null ? "" : " (%s)".formatted(host.problem())));
        }
        String architecture = wanted.architecture();
        if (architecture != null && !Architectures.runs(host.architecture(), architecture)) {
            add(
                    reasons,
                    Obstacle.ARCHITECTURE,
                    host.architecture() == null
                            ? "its architecture is not known, and %s is wanted".formatted(architecture)
                            : "its architecture is %s, and %s is wanted".formatted(host.architecture(), architecture));
        }
        if (wanted.accelerated() && !host.accelerated()) {
            add(reasons, Obstacle.ACCELERATION, "its hardware acceleration does not work, and it is wanted");
        }
        for (HostFeature feature : wanted.features()) {
            if (!host.features().contains(feature)) {
                add(reasons, Obstacle.FEATURE, "it does not have %s".formatted(words(feature)));
            }
        }
        for (String label : wanted.hostLabels()) {
            if (!host.labels().contains(label)) {
                add(reasons, Obstacle.LABEL, "it does not have the label %s".formatted(label));
            }
        }
        return reasons;
    }

    /** Room that is missing. */
    static List<HostObstacle> crowded(Candidate host, Demand demand, Rules rules) {
        List<HostObstacle> reasons = crowded(host, demand.size(), rules);
        disk(reasons, host.roomiest(), demand, host.hasImage(demand));
        return reasons;
    }

    /** Processors and memory that are missing. */
    static List<HostObstacle> crowded(Candidate host, Size wanted, Rules rules) {
        List<HostObstacle> reasons = new ArrayList<>();
        processors(reasons, rules.cpuMillis(host), host, wanted.cpuMillis(), rules.cpuOvercommit());
        memory(reasons, rules.memoryMiB(host), host.given().memoryMiB(), wanted.memoryMiB());
        return reasons;
    }

    private static void processors(
            List<HostObstacle> reasons, long all, Candidate host, long wanted, double overcommit) {
        long free = all - host.given().cpuMillis();
        if (wanted > all) {
            add(
                    reasons,
                    Obstacle.PROCESSORS,
                    "it has %s processors and gives %s virtual ones for each, and %s are wanted"
                            .formatted(
                                    processors(host.capacity().cpuMillis()),
                                    processors(Math.round(overcommit * 1000)),
                                    processors(wanted)),
                    Math.max(0, free));
        } else if (wanted > free) {
            add(
                    reasons,
                    Obstacle.PROCESSORS,
                    "%s of its %s virtual processors are not promised to other machines, and %s are wanted"
                            .formatted(processors(Math.max(0, free)), processors(all), processors(wanted)),
                    Math.max(0, free));
        }
    }

    private static void memory(List<HostObstacle> reasons, long all, long given, long wanted) {
        long free = all - given;
        if (wanted > all) {
            add(
                    reasons,
                    Obstacle.MEMORY,
                    "it has %s of memory for machines, and %s are wanted".formatted(mib(all), mib(wanted)),
                    Math.max(0, free));
        } else if (wanted > free) {
            add(
                    reasons,
                    Obstacle.MEMORY,
                    "%s of its memory are not promised to other machines, and %s are wanted"
                            .formatted(mib(Math.max(0, free)), mib(wanted)),
                    Math.max(0, free));
        }
    }

    private static void disk(
            List<HostObstacle> reasons, Candidate.@Nullable Pool pool, Demand demand, boolean imageThere) {
        long wanted = demand.diskMiB(imageThere);
        if (pool == null) {
            if (wanted > 0) {
                add(reasons, Obstacle.DISK, "it has no pool for disks, and %s are needed".formatted(mib(wanted)));
            }
        } else if (pool.availableMiB() < wanted) {
            String what = wanted == demand.diskMiB() ? "" : " with the image, which is not there yet";
            add(
                    reasons,
                    Obstacle.DISK,
                    "its pool %s has %s left, and %s are needed%s"
                            .formatted(pool.name(), mib(Math.max(0, pool.availableMiB())), mib(wanted), what),
                    Math.max(0, pool.availableMiB() - (wanted - demand.diskMiB())));
        }
    }

    private static void add(List<HostObstacle> reasons, Obstacle obstacle, String text) {
        add(reasons, obstacle, text, null);
    }

    private static void add(List<HostObstacle> reasons, Obstacle obstacle, String text, @Nullable Long atMost) {
        reasons.add(new HostObstacle(obstacle, text, atMost));
    }

    private static String words(HostFeature feature) {
        return switch (feature) {
            case UEFI -> "UEFI firmware";
            case SECURE_BOOT -> "firmware with Secure Boot";
            case TPM -> "an emulated TPM";
        };
    }

    /** Thousandths as a number without needless digits: 2, 0.5, 3.152. */
    static String processors(long millis) {
        String text = String.format(Locale.ROOT, "%.3f", millis / 1000.0);
        return text.replaceFirst("\\.?0+$", "");
    }

    static String mib(long mib) {
        return String.format(Locale.ROOT, "%,d MiB", mib);
    }
}
