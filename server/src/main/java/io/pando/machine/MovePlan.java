package io.pando.machine;

import io.pando.api.Copy;
import io.pando.api.Fault;
import io.pando.api.Host;
import io.pando.api.PlacementDecision.HostObstacle;
import io.pando.api.PlacementDecision.Obstacle;
import io.pando.api.PlacementDecision.RankedHost;
import io.pando.api.PlacementDecision.RefusedHost;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.image.ImageCopies;
import io.pando.image.Master;
import io.pando.placement.Candidate;
import io.pando.placement.Decision;
import io.pando.placement.Demand;
import io.pando.placement.Placement;
import io.pando.placement.Question;
import io.pando.placement.Rules;
import io.pando.placement.Size;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What moving a machine comes to: where it would go, or everything that is in the way. Pure.
 *
 * @param findings what is in the way; empty when it can be moved
 * @param effects what would change
 * @param decision where it would go and why; hosts that it cannot be moved to, whatever room they have, are among the refused
 */
record MovePlan(List<ClonePlan.Finding> findings, List<Plan.Effect> effects, Decision decision) {
    MovePlan {
        findings = List.copyOf(findings);
        effects = List.copyOf(effects);
    }

    /**
     * What there is to decide with.
     *
     * @param live whether it runs, and is to go on running
     * @param master its image
     * @param bytes that its disks take, as its host says
     * @param earlier what it needed of its host when it was placed; null where that was not written down
     * @param source the host that it is on
     * @param hosts all hosts
     * @param wanted the only host that it is to go to; null for any
     * @param tenants labels of the machines of its project, and how many have each, by host id
     */
    record Situation(
            MachineRecord machine,
            Hardware hardware,
            List<SnapshotRecord> snapshots,
            boolean live,
            Master master,
            long bytes,
            @Nullable Demand earlier,
            Host source,
            List<Host> hosts,
            @Nullable Host wanted,
            ImageCopies.Caches caches,
            Map<String, Long> promised,
            Map<String, NavigableMap<String, Integer>> tenants,
            Rules rules) {
        Situation {
            snapshots = List.copyOf(snapshots);
            hosts = List.copyOf(hosts);
            promised = Map.copyOf(promised);
            tenants = Map.copyOf(tenants);
        }

        /** Hosts that it could go to, were there room. */
        List<Host> others() {
            return hosts.stream()
                    .filter(host -> !host.id().equals(source.id()))
                    .filter(host -> wanted == null || host.id().equals(wanted.id()))
                    .toList();
        }
    }

    static MovePlan of(Situation situation) {
        List<ClonePlan.Finding> findings = new ArrayList<>(ofMachine(situation));
        List<RefusedHost> unfit = new ArrayList<>();
        List<Host> fit = new ArrayList<>();
        for (Host host : situation.others()) {
            List<HostObstacle> obstacles = obstacles(situation, host);
            if (obstacles.isEmpty()) {
                fit.add(host);
            } else {
                unfit.add(new RefusedHost(host.id(), host.name(), obstacles));
            }
        }
        Demand wanted = demand(situation);
        Decision decision =
                Placement.decide(new Question(wanted, candidates(situation, wanted, fit), situation.rules()));
        Decision whole = new Decision(
                decision.question(),
                decision.chosen(),
                decision.ranking(),
                Stream.concat(decision.refused().stream(), unfit.stream())
                        .sorted(Comparator.comparing(RefusedHost::host))
                        .toList());
        if (findings.isEmpty() && whole.chosen() == null) {
            findings.add(nowhere(situation, whole));
        }
        return new MovePlan(findings, findings.isEmpty() ? effects(situation, whole) : List.of(), whole);
    }

    private static List<Candidate> candidates(Situation situation, Demand wanted, List<Host> hosts) {
        Master master = situation.master();
        return HostCandidates.of(
                hosts,
                master.id(),
                master.hostId(),
                situation.caches(),
                situation.promised(),
                HostCandidates.asked(situation.tenants(), wanted.near(), wanted.apart()));
    }

    /**
     * The host that somebody names.
     *
     * @param named its name or id; null for any
     * @param without what there is to do besides naming one of the list, as the end of a sentence; empty when there is nothing
     */
    static @Nullable Host wanted(@Nullable String named, List<Host> hosts, String without) {
        if (named == null) {
            return null;
        }
        return hosts.stream()
                .filter(host -> host.name().equals(named) || host.id().equals(named))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(List.of(new Fault(
                        "host",
                        "There is no host %s.".formatted(named),
                        "Take one of the list of hosts%s.".formatted(without)))));
    }

    // --- what is in the way

    /** Whatever host it is to go to. */
    private static List<ClonePlan.Finding> ofMachine(Situation situation) {
        Host wanted = situation.wanted();
        if (wanted != null && wanted.id().equals(situation.source().id())) {
            return List.of(new ClonePlan.Finding(
                    ProblemType.WRONG_STATE,
                    new Fault(
                            "host",
                            "The machine is on the host %s already.".formatted(wanted.name()),
                            "Name another host, or leave the choice to Pando.")));
        }
        return stuck(situation.hardware(), situation.live(), situation.source())
                .map(reason -> List.of(new ClonePlan.Finding(
                        situation.source().state() == Host.State.ONLINE
                                ? ProblemType.WRONG_STATE
                                : ProblemType.HOST_UNREACHABLE,
                        new Fault(null, reason.text(), reason.help()))))
                .orElse(List.of());
    }

    /** Why a machine cannot be moved anywhere, and what would help. */
    record Stuck(String text, String help) {}

    static Optional<Stuck> stuck(Hardware hardware, boolean live, Host source) {
        if (source.state() != Host.State.ONLINE) {
            return Optional.of(new Stuck(
                    "The host %s, which it is on, does not answer.".formatted(source.name()),
                    "Move it when the host answers again."));
        }
        if (hardware.tpm() && !live) {
            return Optional.of(new Stuck(
                    "What its TPM keeps is in a folder of the host's own, which cannot be copied while the machine is off.",
                    "Start it, and move it while it runs."));
        }
        return Optional.empty();
    }

    /** What speaks against a host besides what it has room for: what the machine brings along must be of use there. */
    private static List<HostObstacle> obstacles(Situation situation, Host host) {
        return barred(situation.machine(), situation.snapshots(), situation.live(), situation.source(), host)
                .map(text -> List.of(new HostObstacle(Obstacle.FEATURE, text, null)))
                .orElse(List.of());
    }

    /** Why a machine cannot go to a host, whatever room that has, as part of a sentence; empty when it can. */
    static Optional<String> barred(
            MachineRecord machine, List<SnapshotRecord> snapshots, boolean live, Host source, Host host) {
        if (host.state() != Host.State.ONLINE) {
            // That it does not answer is all that needs to be said.
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        boolean memory = live || snapshots.stream().anyMatch(snapshot -> snapshot.memory() != null);
        if (memory) {
            sameProcessors(source, host).ifPresent(reasons::add);
        }
        // Layers that are copied byte by byte have the paths in them of those that they read from.
        boolean named = !snapshots.isEmpty() || (!live && machine.copy() == Copy.LINKED);
        if (named && !folder(source).equals(folder(host))) {
            reasons.add("its pool is in %s, and layers of the machine's disks name each other in %s%s"
                    .formatted(folder(host), folder(source), snapshots.isEmpty() ? " while it is off" : ""));
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
    }

    /** Memory goes on only with processors that can do the same. Why these cannot; empty when they can. */
    static Optional<String> sameProcessors(Host source, Host host) {
        if (source.acceleration().kind() != host.acceleration().kind()) {
            return Optional.of("it runs machines %s, and the machine's memory comes from a host that runs them %s"
                    .formatted(kind(host), kind(source)));
        }
        Host.Processors here = source.processors();
        Host.Processors there = host.processors();
        if (source.acceleration().kind() == Host.Acceleration.Kind.HARDWARE
                && here != null
                && there != null
                && !here.model().equals(there.model())) {
            return Optional.of("its processors are of the model %s, and the machine's memory comes from %s"
                    .formatted(there.model(), here.model()));
        }
        return Optional.empty();
    }

    private static String kind(Host host) {
        return switch (host.acceleration().kind()) {
            case HARDWARE -> "with hardware acceleration";
            case EMULATION -> "by emulation";
            case UNKNOWN -> "in a way that is not known yet";
        };
    }

    private static String folder(Host host) {
        return host.pools().stream().findFirst().map(Host.Pool::path).orElse("a place that is not known");
    }

    private static ClonePlan.Finding nowhere(Situation situation, Decision decision) {
        List<RefusedHost> refused = decision.refused();
        String each = refused.stream()
                .limit(4)
                .map(host -> "%s: %s".formatted(host.host(), HostFindings.reasons(host)))
                .collect(Collectors.joining("; "));
        return new ClonePlan.Finding(
                ProblemType.NO_CAPACITY,
                new Fault(
                        situation.wanted() == null ? null : "host",
                        refused.isEmpty()
                                ? "There is no other host."
                                : "The machine cannot be moved to %s%s."
                                        .formatted(each, refused.size() > 4 ? "; and so on" : ""),
                        refused.isEmpty()
                                ? "Add a host first."
                                : situation.wanted() == null
                                        ? "Make room on one of them, or let one that is drained take machines again."
                                        : "Leave the choice to Pando, or make room there."));
    }

    // --- what it needs and what it comes to

    private static Demand demand(Situation situation) {
        return demand(
                situation.earlier(),
                situation.machine(),
                situation.hardware(),
                situation.master(),
                situation.bytes(),
                situation.source().architecture());
    }

    /**
     * What was asked for when it was made, and what it is now.
     *
     * @param earlier null where that was not written down
     * @param master null where its image is not ready
     * @param bytes that its disks take
     */
    static Demand demand(
            @Nullable Demand earlier,
            MachineRecord machine,
            Hardware hardware,
            @Nullable Master master,
            long bytes,
            @Nullable String architecture) {
        return new Demand(
                Size.of(hardware.vcpus(), hardware.memoryMiB()),
                ClonePlan.mib(bytes),
                earlier == null || earlier.architecture() == null ? architecture : earlier.architecture(),
                earlier != null && earlier.accelerated(),
                Hardware.features(hardware.firmware(), hardware.tpm()),
                earlier == null ? List.of() : earlier.hostLabels(),
                machine.copy() == Copy.LINKED && master != null
                        ? new Demand.Image(master.id(), ClonePlan.mib(master.storedSize()))
                        : null,
                machine.labels(),
                earlier == null ? List.of() : earlier.near(),
                earlier == null ? List.of() : earlier.apart());
    }

    private static List<Plan.Effect> effects(Situation situation, Decision decision) {
        RankedHost best = decision.ranking().getFirst();
        String host = best.choice().host();
        List<Plan.Effect> effects = new ArrayList<>();
        effects.add(new Plan.Effect(
                "Host",
                "%s instead of %s".formatted(host, situation.source().name()),
                situation.wanted() == null ? HostFindings.why(best) : null));
        effects.add(
                situation.live()
                        ? new Plan.Effect(
                                "Machine",
                                "goes on running; it stands still for a moment",
                                "its memory is copied while it runs")
                        : new Plan.Effect("Machine", "stays off", null));
        effects.add(new Plan.Effect(
                "Disks",
                "about %,d MiB are copied%s, and deleted on %s afterwards"
                        .formatted(
                                ClonePlan.mib(situation.bytes()),
                                situation.snapshots().isEmpty() ? "" : ", with its snapshots",
                                situation.source().name()),
                null));
        if (situation.machine().copy() == Copy.LINKED && HostFindings.imageComes(best)) {
            effects.add(new Plan.Effect(
                    "Image",
                    "%,d MiB of %s are copied to %s first"
                            .formatted(
                                    ClonePlan.mib(situation.master().storedSize()),
                                    situation.master().name(),
                                    host),
                    "it stays there for the next machine"));
        }
        effects.add(new Plan.Effect(
                "Network",
                "the one of %s: where that is a network of the host's own, its connections end and its address may be another one"
                        .formatted(host),
                null));
        return effects;
    }
}
