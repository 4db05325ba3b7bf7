package io.pando.machine;

import io.pando.api.Copy;
import io.pando.api.Fault;
import io.pando.api.PlacementDecision.HostObstacle;
import io.pando.api.PlacementDecision.Obstacle;
import io.pando.api.PlacementDecision.Preference;
import io.pando.api.PlacementDecision.RankedHost;
import io.pando.api.PlacementDecision.RefusedHost;
import io.pando.api.PlacementDecision.ScoreLine;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.Ranked;
import io.pando.api.Suggestion;
import io.pando.placement.Candidate;
import io.pando.placement.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a decision about placement says to somebody who asks for a machine: which hosts were refused, and what would help when all were. Pure. */
final class HostFindings {
    private static final int MOST_TOLD = 50;
    private static final int MOST_RANKED = 5;

    private HostFindings() {}

    /** Every host that was not taken because it cannot take the machine; of very many, the first. */
    static List<Plan.Refusal> refusals(Decision decision) {
        return decision.refused().stream()
                .limit(MOST_TOLD)
                .map(host -> new Plan.Refusal("Host " + host.host(), reasons(host)))
                .toList();
    }

    /** What speaks for a host, as part of a sentence. */
    static String why(RankedHost host) {
        return host.lines().stream()
                .filter(line -> line.weight() > 0)
                .map(ScoreLine::text)
                .collect(Collectors.joining("; "));
    }

    /** Whether the image has to be copied to a host first. */
    static boolean imageComes(RankedHost host) {
        return host.lines().stream().anyMatch(line -> line.preference() == Preference.IMAGE && line.value() == 0);
    }

    /** The hosts that could take it, the best first; of very many, the first. */
    static List<Ranked> ranking(Decision decision) {
        return decision.ranking().stream()
                .limit(MOST_RANKED)
                .map(host -> new Ranked(
                        "Host " + host.choice().host(),
                        host.choice().equals(decision.chosen()),
                        host.choice().score(),
                        host.lines().stream()
                                .filter(line -> line.weight() > 0)
                                .map(line -> new Ranked.Line(
                                        line.preference().name().toLowerCase(Locale.ROOT), line.points(), line.text()))
                                .toList()))
                .toList();
    }

    /** Why a host was not taken, as part of a sentence. */
    static String reasons(RefusedHost host) {
        return telling(host).stream().map(HostObstacle::text).collect(Collectors.joining("; "));
    }

    /** A host that does not answer is not known well enough to say what else is missing. */
    private static List<HostObstacle> telling(RefusedHost host) {
        return silent(host)
                ? host.reasons().stream()
                        .filter(reason -> reason.obstacle() == Obstacle.UNREACHABLE)
                        .toList()
                : host.reasons();
    }

    /** What stands in the way; nothing where a host was chosen. */
    static List<ClonePlan.Finding> of(Decision decision) {
        if (decision.chosen() != null) {
            return List.of();
        }
        List<RefusedHost> refused = decision.refused();
        if (refused.isEmpty()) {
            return List.of(new ClonePlan.Finding(
                    ProblemType.NO_CAPACITY, new Fault(null, "There is no host.", "Have an administrator add one.")));
        }
        return refused.size() == 1 ? ofOne(decision, refused.getFirst()) : List.of(ofMany(decision));
    }

    /** The only host: each of its reasons is a finding of its own, with what would help against just that. */
    private static List<ClonePlan.Finding> ofOne(Decision decision, RefusedHost host) {
        List<ClonePlan.Finding> findings = new ArrayList<>();
        for (HostObstacle obstacle : telling(host)) {
            findings.add(new ClonePlan.Finding(
                    type(obstacle.obstacle()),
                    new Fault(
                            field(obstacle.obstacle()),
                            "The host %s does not fit: %s.".formatted(host.host(), obstacle.text()),
                            help(decision, host, obstacle),
                            suggestions(obstacle.obstacle(), obstacle.atMost()))));
        }
        return findings;
    }

    private static boolean silent(RefusedHost host) {
        return host.reasons().stream().anyMatch(reason -> reason.obstacle() == Obstacle.UNREACHABLE);
    }

    private static @Nullable String help(Decision decision, RefusedHost host, HostObstacle obstacle) {
        return switch (obstacle.obstacle()) {
            case MEMORY -> {
                long most = Objects.requireNonNullElse(obstacle.atMost(), 0L);
                yield most < ClonePlan.LEAST_MEMORY_MIB
                        ? "Stop a machine."
                        : "Ask for at most %,d MiB%s."
                                .formatted(most, most < whole(decision, host) ? ", or stop a machine" : "");
            }
            case PROCESSORS -> {
                long most = Objects.requireNonNullElse(obstacle.atMost(), 0L) / 1000;
                yield most < 1 ? "Stop a machine." : "Ask for at most %d.".formatted(most);
            }
            default -> help(obstacle.obstacle());
        };
    }

    /** Changes of the request against an obstacle. Whether they are enough has to be tried. */
    private static List<Suggestion> suggestions(Obstacle obstacle, @Nullable Long atMost) {
        return switch (obstacle) {
            case MEMORY ->
                atMost == null || atMost < ClonePlan.LEAST_MEMORY_MIB
                        ? List.of()
                        : List.of(Suggestion.of("Ask for %,d MiB of memory.".formatted(atMost), "memoryMiB", atMost));
            case PROCESSORS ->
                atMost == null || atMost < 1000
                        ? List.of()
                        : List.of(Suggestion.of(
                                "Ask for %d processors.".formatted(atMost / 1000), "vcpus", atMost / 1000));
            case DISK -> List.of(Suggestion.of("Make a linked copy.", "copy", Copy.LINKED.name()));
            case FEATURE ->
                List.of(
                        Suggestion.of("Leave the firmware to the image.", "firmware", null),
                        Suggestion.of("Do without a TPM.", "tpm", null));
            case ARCHITECTURE -> List.of(Suggestion.of("Leave the choice of the image to Pando.", "image", null));
            case ACCELERATION ->
                List.of(Suggestion.of("Do without hardware acceleration.", "where.acceleration", null));
            case LABEL -> List.of(Suggestion.of("Do without labels of hosts.", "where.hostLabels", null));
            case UNREACHABLE, DRAINED -> List.of();
        };
    }

    private static String help(Obstacle obstacle) {
        return switch (obstacle) {
            case UNREACHABLE -> "Try again when it answers.";
            case DRAINED -> "Have an administrator let it take machines again.";
            case ARCHITECTURE -> "Choose an image for its architecture.";
            case ACCELERATION -> "Do without hardware acceleration.";
            case FEATURE -> "Do without it, or have an administrator add a host that has it.";
            case LABEL -> "Do without the label, or have an administrator give it to a host.";
            case PROCESSORS -> "Ask for fewer processors, or stop a machine.";
            case MEMORY -> "Ask for less memory, or stop a machine.";
            case DISK -> "Ask for a linked copy, or delete what is no longer needed.";
        };
    }

    /** All memory that the host has for machines, MiB. */
    private static long whole(Decision decision, RefusedHost host) {
        return decision.question().hosts().stream()
                .filter(candidate -> candidate.id().equals(host.hostId()))
                .mapToLong(candidate -> capacity(candidate, decision))
                .findFirst()
                .orElse(0);
    }

    private static long capacity(Candidate candidate, Decision decision) {
        return Math.max(
                0,
                candidate.capacity().memoryMiB() - decision.question().rules().memoryHeadroomMiB());
    }

    /** Several hosts: one finding that says of the first few what is in the way, and what would make at least one fit. */
    private static ClonePlan.Finding ofMany(Decision decision) {
        List<RefusedHost> refused = decision.refused();
        String each = refused.stream()
                .limit(4)
                .map(host -> "%s: %s".formatted(host.host(), reasons(host)))
                .collect(Collectors.joining("; "));
        Set<Obstacle> kinds = refused.stream()
                .flatMap(host -> host.reasons().stream())
                .map(HostObstacle::obstacle)
                .collect(Collectors.toSet());
        boolean allSilent = refused.stream().allMatch(HostFindings::silent);
        Set<Obstacle> alone = alone(refused);
        Obstacle only = alone.size() == 1 ? alone.iterator().next() : null;
        return new ClonePlan.Finding(
                allSilent ? ProblemType.HOST_UNREACHABLE : ProblemType.NO_CAPACITY,
                new Fault(
                        only == null ? null : field(only),
                        "None of the %d hosts fits: %s%s."
                                .formatted(refused.size(), each, refused.size() > 4 ? "; and so on" : ""),
                        allSilent
                                ? "Try again when one of them answers."
                                : only == null ? helpOf(kinds) : helpOfMany(only, refused),
                        alone.stream()
                                .flatMap(obstacle -> suggestions(obstacle, most(obstacle, refused)).stream())
                                .toList()));
    }

    /** The kinds of obstacles each of which is all that is in the way on at least one host. */
    private static Set<Obstacle> alone(List<RefusedHost> refused) {
        return refused.stream()
                .map(RefusedHost::reasons)
                .filter(reasons ->
                        reasons.size() == 1 || reasons.stream().allMatch(reason -> reason.obstacle() == Obstacle.LABEL))
                .map(reasons -> reasons.getFirst().obstacle())
                .filter(obstacle -> obstacle != Obstacle.UNREACHABLE && obstacle != Obstacle.DRAINED)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String helpOfMany(Obstacle only, List<RefusedHost> refused) {
        Long most = most(only, refused);
        if (only == Obstacle.MEMORY && most != null && most >= ClonePlan.LEAST_MEMORY_MIB) {
            return "Ask for at most %,d MiB, or stop a machine.".formatted(most);
        }
        if (only == Obstacle.PROCESSORS && most != null && most >= 1000) {
            return "Ask for at most %d, or stop a machine.".formatted(most / 1000);
        }
        return help(only);
    }

    /** How much one of the hosts could take now. */
    private static @Nullable Long most(Obstacle only, List<RefusedHost> refused) {
        return refused.stream()
                .filter(host -> host.reasons().size() == 1)
                .map(host -> host.reasons().getFirst())
                .filter(reason -> reason.obstacle() == only)
                .map(HostObstacle::atMost)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
    }

    private static String helpOf(Set<Obstacle> kinds) {
        return kinds.stream().sorted().map(HostFindings::help).distinct().collect(Collectors.joining(" "));
    }

    private static ProblemType type(Obstacle obstacle) {
        return obstacle == Obstacle.UNREACHABLE ? ProblemType.HOST_UNREACHABLE : ProblemType.NO_CAPACITY;
    }

    private static @Nullable String field(Obstacle obstacle) {
        return switch (obstacle) {
            case PROCESSORS -> "vcpus";
            case MEMORY -> "memoryMiB";
            case DISK -> "copy";
            case FEATURE -> "firmware";
            case ACCELERATION -> "where.acceleration";
            case LABEL -> "where.hostLabels";
            case UNREACHABLE, DRAINED, ARCHITECTURE -> null;
        };
    }
}
