package io.pando.placement;

import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.heuristic.selector.move.composite.UnionMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.ChangeMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.PillarChangeMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.SubPillarType;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.SwapMoveSelectorConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchType;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import io.pando.api.HostStanding;
import io.pando.api.PlacementDecision.HostObstacle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides which machines should move to which other hosts. A solver (Timefold) looks for better places; then its moves are put into an
 * order in which each passes the same filter as a new machine would, and as many are taken as leave all better off. Pure: the solver begins
 * with the same numbers each time and ends after a number of steps, not after a time.
 */
public final class Rebalancing {
    private static final long SEED = 0;
    /** Changes that are tried for each machine, and altogether at most. */
    private static final long LOOKS_EACH = 400;

    private static final long MOST_LOOKS = 400_000;
    /** So many steps in vain for each machine, and the search ends. */
    private static final int IN_VAIN_EACH = 40;

    private static final int MOST_REASONS = 3;

    private final List<Candidate> hosts;
    private final List<Movable> machines;
    private final Rules rules;

    private Rebalancing(List<Candidate> hosts, List<Movable> machines, Rules rules) {
        this.hosts = hosts.stream().sorted(Candidate.ORDER).toList();
        this.machines = machines.stream()
                .sorted(Comparator.comparing(Movable::name).thenComparing(Movable::id))
                .toList();
        this.rules = rules;
    }

    /**
     * Plans.
     *
     * @param hosts all hosts, with what is promised there
     * @param machines those that could be moved, or should be; each on one of the hosts
     */
    public static Rebalance plan(List<Candidate> hosts, List<Movable> machines, Rules rules) {
        return new Rebalancing(hosts, machines, rules).plan();
    }

    private Rebalance plan() {
        Balance balance = new Balance(hosts, machines, rules);
        List<Integer> movable = IntStream.range(0, machines.size())
                .filter(machine -> machines.get(machine).stuck() == null && balance.mayGo(machine))
                .boxed()
                .toList();
        Map<Integer, Integer> wanted = movable.isEmpty() ? Map.of() : solve(balance, movable);
        List<Step> steps = best(order(balance, wanted));
        Balance after = new Balance(hosts, machines, rules);
        steps.forEach(step -> after.move(step.machine(), after.origin(step.machine()), step.to()));
        Layout end = new Layout();
        steps.forEach(end::carryOut);
        return new Rebalance(
                steps.stream().map(step -> told(balance, step)).toList(),
                left(balance, steps, end),
                filled(balance),
                filled(after));
    }

    // --- where machines should be

    /** Where each should be, by machine; those that should stay are left out. */
    private Map<Integer, Integer> solve(Balance balance, List<Integer> movable) {
        Seating now = new Seating(
                new Seating.Situation(hosts, machines, rules),
                IntStream.range(0, hosts.size())
                        .filter(host -> hosts.get(host).standing() == HostStanding.READY
                                || movable.stream().anyMatch(machine -> balance.origin(machine) == host))
                        .boxed()
                        .toList(),
                movable.stream()
                        .map(machine -> new Seat(machine, balance.origin(machine)))
                        .toList());
        Seating best = SolverFactory.<Seating>create(configuration(movable.size()))
                .buildSolver()
                .solve(now);
        Map<Integer, Integer> wanted = new HashMap<>();
        for (Seat seat : best.getSeats()) {
            if (seat.host() != balance.origin(seat.getMachine())) {
                wanted.put(seat.getMachine(), seat.host());
            }
        }
        return wanted;
    }

    private static SolverConfig configuration(int machines) {
        return new SolverConfig()
                .withSolutionClass(Seating.class)
                .withEntityClasses(Seat.class)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(SeatingValue.class))
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withRandomSeed(SEED)
                .withPhases(new LocalSearchPhaseConfig()
                        .withLocalSearchType(LocalSearchType.LATE_ACCEPTANCE)
                        .withMoveSelectorConfig(new UnionMoveSelectorConfig()
                                .withMoveSelectors(
                                        new ChangeMoveSelectorConfig(),
                                        new SwapMoveSelectorConfig(),
                                        // A whole host at once: to empty one by single moves leads through worse
                                        // places.
                                        new PillarChangeMoveSelectorConfig().withSubPillarType(SubPillarType.NONE)))
                        .withTerminationConfig(new TerminationConfig()
                                .withUnimprovedStepCountLimit(1_000 + IN_VAIN_EACH * machines)
                                .withMoveCountLimit(Math.min(MOST_LOOKS, 5_000 + LOOKS_EACH * machines))));
    }

    // --- in which order they go there

    /** One move: a machine by its position, and where it goes. */
    private record Step(int machine, int to) {}

    /** The hosts while moves are made one after the other. */
    private final class Layout {
        private final List<Candidate> now = new ArrayList<>(hosts);
        private final Map<String, Integer> positions = new HashMap<>();

        Layout() {
            for (int host = 0; host < now.size(); host++) {
                positions.put(now.get(host).id(), host);
            }
        }

        /** What stands in the way of a machine that would go to a host. */
        List<HostObstacle> obstacles(Movable machine, Candidate host) {
            List<HostObstacle> obstacles =
                    Filter.unsuited(host, machine.demand().traits());
            obstacles.addAll(Filter.crowded(host, machine.demand(), rules));
            return obstacles;
        }

        boolean fits(Step step) {
            return obstacles(machines.get(step.machine()), now.get(step.to())).isEmpty();
        }

        void carryOut(Step step) {
            Movable machine = machines.get(step.machine());
            int from = Balance.number(positions, machine.hostId());
            now.set(from, changed(now.get(from), machine, -1));
            now.set(step.to(), changed(now.get(step.to()), machine, 1));
        }

        private static Candidate changed(Candidate host, Movable machine, int sign) {
            Demand demand = machine.demand();
            Candidate.Pool roomiest = host.roomiest();
            boolean imageThere = host.hasImage(demand);
            // What an image took stays there: it is kept for the next machine.
            long taken = sign > 0 ? demand.diskMiB(imageThere) : -demand.diskMiB();
            List<String> images = new ArrayList<>(host.images());
            if (sign > 0 && demand.image() != null && !imageThere) {
                images.add(demand.image().id());
            }
            return host.with(
                    images,
                    sign > 0 ? host.given().plus(machine.holds()) : host.given().minus(machine.holds()),
                    Math.max(0, host.machines() + sign),
                    host.pools().stream()
                            .map(pool -> pool.equals(roomiest)
                                    ? new Candidate.Pool(pool.name(), pool.availableMiB() - taken)
                                    : pool)
                            .toList());
        }
    }

    /** One after the other, whichever fits when its turn comes, those from drained hosts first. What never fits is left out. */
    private List<Step> order(Balance balance, Map<Integer, Integer> wanted) {
        List<Step> waiting = new ArrayList<>(wanted.entrySet().stream()
                .map(entry -> new Step(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Step step) ->
                                hosts.get(balance.origin(step.machine())).standing() != HostStanding.DRAINED)
                        .thenComparingInt(Step::machine))
                .toList());
        List<Step> ordered = new ArrayList<>();
        Layout layout = new Layout();
        while (true) {
            Step next = waiting.stream().filter(layout::fits).findFirst().orElse(null);
            if (next == null) {
                return ordered;
            }
            waiting.remove(next);
            layout.carryOut(next);
            ordered.add(next);
        }
    }

    /** As many of the moves as come to the best end; none where every end is worse than the beginning. */
    private List<Step> best(List<Step> ordered) {
        Balance balance = new Balance(hosts, machines, rules);
        int most = 0;
        long drained = balance.onDrained();
        long soft = balance.soft();
        for (int count = 1; count <= ordered.size(); count++) {
            Step step = ordered.get(count - 1);
            balance.move(step.machine(), balance.origin(step.machine()), step.to());
            if (balance.onDrained() < drained || (balance.onDrained() == drained && balance.soft() < soft)) {
                most = count;
                drained = balance.onDrained();
                soft = balance.soft();
            }
        }
        return ordered.subList(0, most);
    }

    // --- in words

    private Rebalance.Move told(Balance balance, Step step) {
        Movable machine = machines.get(step.machine());
        Candidate from = hosts.get(balance.origin(step.machine()));
        Candidate to = hosts.get(step.to());
        return new Rebalance.Move(
                machine.id(),
                machine.name(),
                from.id(),
                from.name(),
                to.id(),
                to.name(),
                machine.demand().diskMiB(),
                reason(machine, from, to));
    }

    private String reason(Movable machine, Candidate from, Candidate to) {
        if (from.standing() == HostStanding.DRAINED) {
            return "%s is drained".formatted(from.name());
        }
        boolean together = machine.demand().near().stream()
                .anyMatch(label -> others(machine, to, label) && !others(machine, from, label));
        boolean apart = machine.demand().apart().stream()
                .anyMatch(label -> others(machine, from, label) && !others(machine, to, label));
        if (together || apart) {
            return together ? "those that it wants to be near to are there" : "it wants to be apart from others there";
        }
        return switch (rules.filling()) {
            case SPREAD -> "%s is fuller than %s".formatted(from.name(), to.name());
            case PACK -> "so that machines are close together, and %s becomes emptier".formatted(from.name());
        };
    }

    /** Whether others with a label are on a host: a machine is no company of its own. */
    private static boolean others(Movable machine, Candidate host, String label) {
        boolean itself =
                machine.hostId().equals(host.id()) && machine.demand().labels().contains(label);
        return host.tenants().getOrDefault(label, 0) > (itself ? 1 : 0);
    }

    private List<Rebalance.Left> left(Balance balance, List<Step> steps, Layout end) {
        List<Rebalance.Left> left = new ArrayList<>();
        for (int index = 0; index < machines.size(); index++) {
            int machine = index;
            Candidate host = hosts.get(balance.origin(machine));
            if (host.standing() == HostStanding.DRAINED
                    && steps.stream().noneMatch(step -> step.machine() == machine)) {
                Movable movable = machines.get(machine);
                left.add(new Rebalance.Left(
                        movable.id(), movable.name(), host.id(), host.name(), whyNot(movable, host, end)));
            }
        }
        return left;
    }

    private String whyNot(Movable machine, Candidate from, Layout end) {
        String stuck = machine.stuck();
        if (stuck != null) {
            return stuck;
        }
        List<String> reasons = end.now.stream()
                .filter(host -> !host.id().equals(from.id()))
                .flatMap(host -> reasonAgainst(machine, host, end).stream())
                .toList();
        if (reasons.isEmpty()) {
            return end.now.size() == 1 ? "There is no other host." : "Nothing better was found for it; try again.";
        }
        return "No other host can take it: %s%s."
                .formatted(
                        String.join("; ", reasons.subList(0, Math.min(MOST_REASONS, reasons.size()))),
                        reasons.size() > MOST_REASONS ? "; and so on" : "");
    }

    private static Optional<String> reasonAgainst(Movable machine, Candidate host, Layout end) {
        String barred = machine.barred().get(host.id());
        String texts =
                end.obstacles(machine, host).stream().map(HostObstacle::text).collect(Collectors.joining(", "));
        String all = barred == null ? texts : texts.isEmpty() ? barred : barred + ", " + texts;
        return all.isEmpty() ? Optional.empty() : Optional.of("%s: %s".formatted(host.name(), all));
    }

    private List<Rebalance.Filled> filled(Balance balance) {
        return IntStream.range(0, hosts.size()).mapToObj(balance::filled).toList();
    }
}
