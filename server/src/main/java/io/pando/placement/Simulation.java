package io.pando.placement;

import io.pando.api.Fault;
import io.pando.api.HostStanding;
import io.pando.api.PlacementDecision;
import io.pando.api.PlacementDecision.HostChoice;
import io.pando.api.PlacementRules;
import io.pando.api.PlacementRules.PlacementWeights;
import io.pando.api.PlacementSimulation;
import io.pando.api.SimulatePlacement;
import io.pando.api.SimulatePlacement.SimulatedHost;
import io.pando.api.SimulatePlacement.SimulatedMachine;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Machines placed one after the other on hosts that somebody made up. Pure.
 *
 * @param machines each as often as it was asked for
 * @param explain how many hosts of each kind to tell of
 */
record Simulation(List<Candidate> hosts, List<Named> machines, Rules rules, int explain) {
    private static final int MOST_HOSTS = 1_000;
    private static final int MOST_MACHINES = 1_000;
    private static final int MOST_PAIRS = 100_000;
    private static final int MOST_EXPLAINED = 100;
    private static final int USUALLY_EXPLAINED = 10;
    private static final double MOST_PROCESSORS = 100_000;
    private static final double MOST_MIB = 0x1p40;
    private static final int MOST_WORDS = 100;
    private static final int LONGEST_WORD = 100;
    private static final int MOST_FAULTS = 100;

    Simulation {
        hosts = List.copyOf(hosts);
        machines = List.copyOf(machines);
    }

    /** What a machine is called, and what it needs. */
    record Named(String name, Demand demand) {}

    /**
     * Understands a request.
     *
     * @param usual what holds where the request says nothing
     * @throws ProblemException invalid request, with everything that is wrong
     */
    static Simulation of(SimulatePlacement wanted, Rules usual) {
        Faults faults = new Faults();
        checkAmounts(wanted, faults);
        Set<String> names = new HashSet<>();
        for (int number = 0; number < wanted.hosts().size(); number++) {
            check(wanted.hosts().get(number), "hosts[%d].".formatted(number), names, faults);
        }
        for (int number = 0; number < wanted.machines().size(); number++) {
            check(wanted.machines().get(number), "machines[%d].".formatted(number), faults);
        }
        check(wanted.rules(), faults);
        if (!faults.found.isEmpty()) {
            throw ProblemException.invalid(faults.found);
        }
        List<Named> machines = new ArrayList<>();
        for (SimulatedMachine machine : wanted.machines()) {
            int count = count(machine);
            for (int copy = 1; copy <= count; copy++) {
                machines.add(new Named(count == 1 ? machine.name() : machine.name() + "-" + copy, demand(machine)));
            }
        }
        return new Simulation(
                wanted.hosts().stream().map(Simulation::candidate).toList(),
                machines,
                rules(wanted.rules(), usual),
                wanted.explain() == null ? USUALLY_EXPLAINED : wanted.explain());
    }

    /** Places them. Whoever comes later finds what is left. */
    PlacementSimulation run() {
        Fleet fleet = new Fleet(hosts, rules);
        List<PlacementDecision> decisions = new ArrayList<>();
        for (Named machine : machines) {
            Decision decision = fleet.explain(machine.demand());
            HostChoice chosen = decision.chosen();
            if (chosen != null) {
                fleet.arrive(chosen.hostId(), chosen.pool(), machine.demand());
            }
            decisions.add(new PlacementDecision(
                    machine.name(),
                    chosen,
                    decision.ranking().size(),
                    decision.ranking().stream().limit(explain).toList(),
                    decision.refused().size(),
                    decision.refused().stream().limit(explain).toList(),
                    decision.question().digest()));
        }
        return new PlacementSimulation(
                decisions,
                (int) decisions.stream().filter(made -> made.chosen() != null).count(),
                (int) fleet.candidates().stream()
                        .filter(host -> host.machines() > 0)
                        .count());
    }

    private static void checkAmounts(SimulatePlacement wanted, Faults faults) {
        long machines = wanted.machines().stream()
                .mapToLong(machine -> Math.max(1, count(machine)))
                .sum();
        int hosts = wanted.hosts().size();
        if (hosts < 1 || hosts > MOST_HOSTS) {
            faults.add("hosts", "There are 1 to 1,000 hosts in a simulation.", null);
        }
        if (machines < 1 || machines > MOST_MACHINES) {
            faults.add("machines", "There are 1 to 1,000 machines in a simulation.", "Count those of `count`, too.");
        } else if (hosts * machines > MOST_PAIRS) {
            faults.add(
                    "machines",
                    "Hosts times machines are %,d, and at most 100,000 are simulated.".formatted(hosts * machines),
                    "Simulate a part at a time.");
        }
        faults.range("explain", wanted.explain(), 0, MOST_EXPLAINED);
    }

    private static void check(SimulatedHost host, String at, Set<String> names, Faults faults) {
        faults.name(at + "name", host.name());
        if (!names.add(host.name())) {
            faults.add(at + "name", "There are two hosts %s.".formatted(host.name()), "Give each its own name.");
        }
        faults.range(at + "processors", host.processors(), 0.001, MOST_PROCESSORS);
        faults.range(at + "memoryMiB", host.memoryMiB(), 1, MOST_MIB);
        faults.range(at + "diskMiB", host.diskMiB(), 0, MOST_MIB);
        faults.range(at + "loadPercent", host.loadPercent(), 0, 100);
        faults.range(at + "machines", host.machines(), 0, 1_000_000);
        faults.range(at + "processorsGiven", host.processorsGiven(), 0, MOST_PROCESSORS);
        faults.range(at + "memoryGivenMiB", host.memoryGivenMiB(), 0, MOST_MIB);
        if (host.architecture() != null) {
            faults.name(at + "architecture", host.architecture());
        }
        faults.words(at + "labels", host.labels());
        faults.words(at + "images", host.images());
        faults.words(at + "tenants", host.tenants());
    }

    private static void check(SimulatedMachine machine, String at, Faults faults) {
        faults.name(at + "name", machine.name());
        faults.range(at + "vcpus", machine.vcpus(), 0.001, MOST_PROCESSORS);
        faults.range(at + "memoryMiB", machine.memoryMiB(), 1, MOST_MIB);
        faults.range(at + "diskMiB", machine.diskMiB(), 0, MOST_MIB);
        faults.range(at + "imageMiB", machine.imageMiB(), 0, MOST_MIB);
        faults.range(at + "count", count(machine), 1, MOST_MACHINES);
        if (machine.architecture() != null) {
            faults.name(at + "architecture", machine.architecture());
        }
        if (machine.image() != null) {
            faults.name(at + "image", machine.image());
        } else if (machine.imageMiB() != null) {
            faults.add(at + "imageMiB", "There is an image's size and no image.", "Name the image, too.");
        }
        faults.words(at + "hostLabels", machine.hostLabels());
        faults.words(at + "labels", machine.labels());
        faults.words(at + "near", machine.near());
        faults.words(at + "apart", machine.apart());
    }

    private static void check(@Nullable PlacementRules rules, Faults faults) {
        if (rules == null) {
            return;
        }
        faults.range("rules.cpuOvercommit", rules.cpuOvercommit(), 0.1, 64);
        faults.range("rules.memoryHeadroomMiB", rules.memoryHeadroomMiB(), 0, 1 << 20);
        PlacementWeights weights = rules.weights();
        if (weights != null) {
            faults.range("rules.weights.image", weights.image(), 0, 100);
            faults.range("rules.weights.filling", weights.filling(), 0, 100);
            faults.range("rules.weights.affinity", weights.affinity(), 0, 100);
            faults.range("rules.weights.load", weights.load(), 0, 100);
            faults.range("rules.weights.headroom", weights.headroom(), 0, 100);
        }
    }

    private static Candidate candidate(SimulatedHost host) {
        NavigableMap<String, Integer> tenants = new TreeMap<>();
        or(host.tenants()).forEach(label -> tenants.merge(label, 1, Integer::sum));
        return new Candidate(
                host.name(),
                host.name(),
                host.standing() == null ? HostStanding.READY : host.standing(),
                null,
                host.architecture(),
                Boolean.TRUE.equals(host.accelerated()),
                or(host.features()),
                or(host.labels()),
                or(host.images()),
                new Size(millis(host.processors()), host.memoryMiB()),
                new Size(
                        host.processorsGiven() == null ? 0 : millis(host.processorsGiven()),
                        or(host.memoryGivenMiB(), 0)),
                host.machines() == null ? 0 : host.machines(),
                host.diskMiB() == null ? List.of() : List.of(new Candidate.Pool("pool", host.diskMiB())),
                host.loadPercent(),
                tenants);
    }

    private static Demand demand(SimulatedMachine machine) {
        String image = machine.image();
        return new Demand(
                new Size(millis(machine.vcpus()), machine.memoryMiB()),
                or(machine.diskMiB(), 0),
                machine.architecture(),
                Boolean.TRUE.equals(machine.accelerated()),
                or(machine.features()),
                or(machine.hostLabels()),
                image == null ? null : new Demand.Image(image, or(machine.imageMiB(), 0)),
                or(machine.labels()),
                or(machine.near()),
                or(machine.apart()));
    }

    private static Rules rules(@Nullable PlacementRules wanted, Rules usual) {
        if (wanted == null) {
            return usual;
        }
        PlacementWeights weights = wanted.weights();
        Rules.Weights usually = usual.weights();
        return new Rules(
                wanted.cpuOvercommit() == null ? usual.cpuOvercommit() : wanted.cpuOvercommit(),
                or(wanted.memoryHeadroomMiB(), usual.memoryHeadroomMiB()),
                wanted.filling() == null ? usual.filling() : wanted.filling(),
                weights == null
                        ? usually
                        : new Rules.Weights(
                                or(weights.image(), usually.image()),
                                or(weights.filling(), usually.filling()),
                                or(weights.affinity(), usually.affinity()),
                                or(weights.load(), usually.load()),
                                or(weights.headroom(), usually.headroom())));
    }

    private static int count(SimulatedMachine machine) {
        return machine.count() == null ? 1 : machine.count();
    }

    private static long millis(double processors) {
        return Math.round(processors * 1000);
    }

    private static long or(@Nullable Long value, long otherwise) {
        return value == null ? otherwise : value;
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private static <T> List<T> or(@Nullable List<T> value) {
        return value == null ? List.of() : value;
    }

    /** What is wrong, up to a number that people still read. */
    private static final class Faults {
        private final List<Fault> found = new ArrayList<>();

        void add(String field, String message, @Nullable String help) {
            if (found.size() < MOST_FAULTS) {
                found.add(new Fault(field, message, help));
            }
        }

        /** What is null was not said, and what is not a number is not within any range. */
        void range(String field, @Nullable Number value, double least, double most) {
            if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
                add(
                        field,
                        "%s is %s to %s."
                                .formatted(field.substring(field.lastIndexOf('.') + 1), plain(least), plain(most)),
                        null);
            }
        }

        private static String last(String field) {
            return field.substring(field.lastIndexOf('.') + 1);
        }

        private static String plain(double bound) {
            return bound == Math.rint(bound) ? "%,d".formatted((long) bound) : Double.toString(bound);
        }

        void name(String field, String name) {
            if (name.isBlank() || name.length() > LONGEST_WORD) {
                add(field, "%s has 1 to %d characters.".formatted(last(field), LONGEST_WORD), null);
            }
        }

        void words(String field, @Nullable List<String> words) {
            List<String> all = or(words);
            if (all.size() > MOST_WORDS) {
                add(field, "There are at most %d %s.".formatted(MOST_WORDS, last(field)), null);
            } else {
                all.forEach(word -> name(field, word));
            }
        }
    }
}
