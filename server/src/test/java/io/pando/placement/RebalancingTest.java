package io.pando.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Filling;
import io.pando.api.HostStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RebalancingTest {

    // --- what it is for

    @Test
    void machinesAreSpreadFromTheFullHostToTheEmptyOne() {
        List<Movable> machines =
                IntStream.range(0, 6).mapToObj(number -> on("a", number)).toList();

        Rebalance rebalance = Rebalancing.plan(hosts(machines, "a", "b"), machines, SampleHost.SPREAD);

        assertThat(rebalance.moves()).hasSize(3).allSatisfy(move -> {
            assertThat(move.from()).isEqualTo("a");
            assertThat(move.to()).isEqualTo("b");
            assertThat(move.reason()).isEqualTo("a is fuller than b");
        });
        assertThat(rebalance.after()).extracting(Rebalance.Filled::machines).containsExactly(3, 3);
        assertThat(rebalance.left()).isEmpty();
    }

    @Test
    void machinesAreBroughtTogetherSoThatAHostBecomesFree() {
        List<Movable> machines = List.of(on("a", 0), on("a", 1), on("b", 2), on("c", 3));

        Rebalance rebalance = Rebalancing.plan(hosts(machines, "a", "b", "c"), machines, SampleHost.PACK);

        assertThat(rebalance.after()).extracting(Rebalance.Filled::machines).containsExactlyInAnyOrder(4, 0, 0);
        assertThat(rebalance.moves()).hasSize(2);
    }

    @Test
    void whatIsEvenStaysAsItIs() {
        List<Movable> machines = List.of(on("a", 0), on("b", 1));

        Rebalance rebalance = Rebalancing.plan(hosts(machines, "a", "b"), machines, SampleHost.SPREAD);

        assertThat(rebalance.moves()).isEmpty();
        assertThat(rebalance.after()).isEqualTo(rebalance.before());
    }

    @Test
    void drainedHostsAreEmptiedAndWhatCannotLeaveSaysWhy() {
        Movable large =
                new Movable("m1", "large", "id-a", demand(1, 15_000), Size.of(1, 15_000), new TreeMap<>(), null);
        Movable stuck =
                new Movable("m2", "stuck", "id-a", demand(1, 64), Size.of(1, 64), new TreeMap<>(), "It is suspended.");
        List<Movable> machines = List.of(on("a", 0), large, stuck, on("b", 3));
        List<Candidate> hosts = new ArrayList<>(hosts(machines, "a", "b"));
        hosts.set(
                0,
                new SampleHost(hosts.getFirst())
                        .standing(HostStanding.DRAINED, null)
                        .host());

        Rebalance rebalance = Rebalancing.plan(hosts, machines, SampleHost.PACK);

        assertThat(rebalance.moves()).singleElement().satisfies(move -> {
            assertThat(move.machine()).isEqualTo("machine-0");
            assertThat(move.reason()).isEqualTo("a is drained");
        });
        assertThat(rebalance.left()).extracting(Rebalance.Left::machine).containsExactly("large", "stuck");
        assertThat(rebalance.left().getFirst().reason())
                .startsWith("No other host can take it: b: ")
                .contains("of its memory are not promised");
        assertThat(rebalance.left().getLast().reason()).isEqualTo("It is suspended.");
    }

    @Test
    void machinesThatWantToBeApartAreParted() {
        Demand web = webApartFrom("web");
        List<Movable> machines = List.of(
                new Movable("m0", "web-1", "id-a", web, web.size(), new TreeMap<>(), null),
                new Movable("m1", "web-2", "id-a", web, web.size(), new TreeMap<>(), null));

        Rebalance rebalance = Rebalancing.plan(hosts(machines, "a", "b"), machines, SampleHost.SPREAD);

        assertThat(rebalance.after()).extracting(Rebalance.Filled::machines).containsExactly(1, 1);
    }

    /** Only the machines of the host that is emptied are looked at; who is on the others matters to them all the same. */
    @Test
    void whoeverLeavesADrainedHostStaysApartFromThoseElsewhere() {
        Demand web = webApartFrom("db");
        List<Movable> machines = List.of(new Movable("m0", "web-1", "id-a", web, web.size(), new TreeMap<>(), null));
        for (String with : List.of("b", "c")) {
            List<Candidate> hosts = hosts(machines, "a", "b", "c").stream()
                    .map(host -> host.name().equals("a")
                            ? new SampleHost(host)
                                    .standing(HostStanding.DRAINED, null)
                                    .host()
                            : host.name().equals(with)
                                    ? new SampleHost(host)
                                            .tenants(Map.of("db", 1))
                                            .host()
                                    : host)
                    .toList();

            assertThat(Rebalancing.plan(hosts, machines, SampleHost.SPREAD).moves())
                    .singleElement()
                    .satisfies(move -> assertThat(move.to()).isEqualTo(with.equals("b") ? "c" : "b"));
        }
    }

    @Test
    void aMachineIsNoCompanyOfItsOwn() {
        Demand web = webApartFrom("web");
        List<Movable> machines = IntStream.range(0, 2)
                .mapToObj(number ->
                        new Movable("m" + number, "web-" + number, "id-a", web, web.size(), new TreeMap<>(), null))
                .toList();
        Movable stuck = new Movable(
                "m2", "stuck", "id-a", demand(4, 8_192), Size.of(4, 8_192), new TreeMap<>(), "It is suspended.");
        List<Movable> alone = List.of(machines.getFirst(), stuck);

        assertThat(reasons(machines, 2)).containsOnly("it wants to be apart from others there");
        assertThat(reasons(alone, 1)).containsOnly("a is fuller than b");
    }

    /** Why machines move from a, where so many have the label web, to b. */
    private static List<String> reasons(List<Movable> machines, int labelled) {
        List<Candidate> hosts = hosts(machines, "a", "b").stream()
                .map(host -> host.name().equals("b")
                        ? host
                        : new SampleHost(host)
                                .tenants(Map.of("web", labelled))
                                .giving(host.given(), host.machines())
                                .host())
                .toList();
        return Rebalancing.plan(hosts, machines, SampleHost.SPREAD).moves().stream()
                .map(Rebalance.Move::reason)
                .toList();
    }

    @Test
    void aHostToWhichAMachineCannotGoIsLeftAlone() {
        TreeMap<String, String> barred = new TreeMap<>();
        barred.put("id-b", "its processors are other ones");
        List<Movable> machines = IntStream.range(0, 4)
                .mapToObj(number -> new Movable(
                        "m" + number, "machine-" + number, "id-a", demand(2, 2_048), Size.of(2, 2_048), barred, null))
                .toList();

        assertThat(Rebalancing.plan(hosts(machines, "a", "b"), machines, SampleHost.SPREAD)
                        .moves())
                .isEmpty();
    }

    // --- what always holds

    static List<Long> seeds() {
        return IntStream.range(0, 25).mapToObj(Long::valueOf).toList();
    }

    /** Made-up fleets: each move fits when it is made, the end is no worse than the beginning, and the same question has the same answer. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyMoveFitsWhenItIsMadeAndTheEndIsNoWorse(long seed) {
        Made made = new Made(seed);

        Rebalance rebalance = Rebalancing.plan(made.hosts, made.machines, made.rules);

        int[] where = made.where();
        Balance before = new Balance(made.hosts, made.machines, made.rules);
        for (Rebalance.Move move : rebalance.moves()) {
            int machine = made.machine(move.machineId());
            int to = made.host(move.toId());
            assertThat(where[machine]).isEqualTo(made.host(move.fromId()));
            Movable movable = made.machines.get(machine);
            assertThat(movable.stuck()).isNull();
            assertThat(movable.barred()).doesNotContainKey(move.toId());
            assertThat(made.hosts.get(to).standing()).isEqualTo(HostStanding.READY);
            // Counted by hand, with no help of what has planned it: while it moves, a machine counts on both hosts.
            assertThat(made.cpu(where, to) + movable.demand().size().cpuMillis())
                    .as("seed %d: processors of %s when %s comes", seed, move.to(), move.machine())
                    .isLessThanOrEqualTo(made.rules.cpuMillis(made.hosts.get(to)));
            assertThat(made.memory(where, to) + movable.demand().size().memoryMiB())
                    .as("seed %d: memory of %s when %s comes", seed, move.to(), move.machine())
                    .isLessThanOrEqualTo(made.rules.memoryMiB(made.hosts.get(to)));
            where[machine] = to;
        }
        Balance after = new Balance(made.hosts, made.machines, made.rules);
        for (int machine = 0; machine < where.length; machine++) {
            after.move(machine, after.origin(machine), where[machine]);
        }
        assertThat(after.hard()).isZero();
        assertThat(after.onDrained()).isLessThanOrEqualTo(before.onDrained());
        if (after.onDrained() == before.onDrained()) {
            assertThat(after.soft()).isLessThanOrEqualTo(before.soft());
        }
        assertThat(Rebalancing.plan(made.hosts.reversed(), made.machines.reversed(), made.rules))
                .isEqualTo(rebalance);
    }

    /** Where there is room for all elsewhere, nothing stays on a drained host. */
    @ParameterizedTest
    @MethodSource("seeds")
    void drainedHostsAreEmptiedWherePossible(long seed) {
        Random random = new Random(seed);
        List<Movable> machines = IntStream.range(0, 12)
                .mapToObj(number -> new Movable(
                        "m" + number,
                        "machine-" + number,
                        "id-h" + random.nextInt(4),
                        demand(1, 256 + 256 * random.nextInt(4)),
                        Size.of(1, 256),
                        new TreeMap<>(),
                        null))
                .toList();
        List<Candidate> hosts = new ArrayList<>(hosts(machines, "h0", "h1", "h2", "h3"));
        hosts.set(
                0,
                new SampleHost(hosts.getFirst())
                        .standing(HostStanding.DRAINED, null)
                        .host());

        Rebalance rebalance =
                Rebalancing.plan(hosts, machines, random.nextBoolean() ? SampleHost.PACK : SampleHost.SPREAD);

        assertThat(rebalance.left()).isEmpty();
        assertThat(rebalance.after().getFirst().machines()).isZero();
    }

    /** Following each change comes to the same as counting everything anew. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aBalanceThatFollowsChangesIsTheSameAsOneThatIsMadeAnew(long seed) {
        Made made = new Made(seed);
        Random random = new Random(seed);
        Balance following = new Balance(made.hosts, made.machines, made.rules);
        int[] where = made.where();
        for (int change = 0; change < 50; change++) {
            int machine = random.nextInt(where.length);
            int to = random.nextInt(made.hosts.size());
            following.move(machine, where[machine], to);
            where[machine] = to;
        }
        Balance anew = new Balance(made.hosts, made.machines, made.rules);
        for (int machine = 0; machine < where.length; machine++) {
            anew.move(machine, anew.origin(machine), where[machine]);
        }

        assertThat(List.of(following.hard(), following.onDrained(), following.soft()))
                .isEqualTo(List.of(anew.hard(), anew.onDrained(), anew.soft()));
    }

    // --- words

    private static Demand demand(int processors, int memoryMiB) {
        return new Demand(
                Size.of(processors, memoryMiB),
                100,
                "x86_64",
                false,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of());
    }

    private static Demand webApartFrom(String label) {
        Demand plain = demand(1, 1_024);
        return new Demand(
                plain.size(),
                plain.diskMiB(),
                plain.architecture(),
                plain.accelerated(),
                plain.features(),
                plain.hostLabels(),
                plain.image(),
                List.of("web"),
                List.of(),
                List.of(label));
    }

    private static Movable on(String host, int number) {
        return new Movable(
                "m" + number,
                "machine-" + number,
                "id-" + host,
                demand(2, 2_048),
                Size.of(2, 2_048),
                new TreeMap<>(),
                null);
    }

    /** Hosts on which these machines are, and nothing else. */
    private static List<Candidate> hosts(List<Movable> machines, String... names) {
        return List.of(names).stream()
                .map(name -> holding(SampleHost.named(name).host(), machines, Size.NONE, 0))
                .toList();
    }

    private static Candidate holding(Candidate host, List<Movable> machines, Size more, int others) {
        List<Movable> there = machines.stream()
                .filter(machine -> machine.hostId().equals(host.id()))
                .toList();
        Size given = there.stream().map(Movable::holds).reduce(more, Size::plus);
        return new Candidate(
                host.id(),
                host.name(),
                host.standing(),
                host.problem(),
                host.architecture(),
                host.accelerated(),
                host.features(),
                host.labels(),
                host.images(),
                host.capacity(),
                given,
                there.size() + others,
                host.pools(),
                host.loadPercent(),
                host.tenants());
    }

    /** A made-up fleet; some hosts are drained or silent, some have more than they should. */
    private static final class Made {
        private final List<Candidate> hosts;
        private final List<Movable> machines;
        private final Rules rules;

        Made(long seed) {
            Random random = new Random(seed);
            RandomFleet fleet = new RandomFleet(seed);
            Rules made = fleet.rules();
            this.rules = new Rules(
                    made.cpuOvercommit(),
                    made.memoryHeadroomMiB(),
                    random.nextBoolean() ? Filling.PACK : Filling.SPREAD,
                    new Rules.Weights(30, 40, 60, 10, 0));
            List<Candidate> empty = fleet.emptyHosts(2 + random.nextInt(5)).stream()
                    .sorted(Candidate.ORDER)
                    .toList();
            this.machines = IntStream.range(0, 1 + random.nextInt(25))
                    .mapToObj(number -> machine(number, fleet, random, empty))
                    .toList();
            this.hosts = empty.stream()
                    .map(host -> holding(host, machines, Size.of(random.nextInt(2), 0), random.nextInt(2)))
                    .map(host -> random.nextInt(4) > 0
                            ? host
                            : new SampleHost(host)
                                    .standing(
                                            random.nextBoolean() ? HostStanding.DRAINED : HostStanding.UNREACHABLE,
                                            null)
                                    .host())
                    .toList();
        }

        private static Movable machine(int number, RandomFleet fleet, Random random, List<Candidate> hosts) {
            Demand demand = fleet.demand();
            TreeMap<String, String> barred = new TreeMap<>();
            if (random.nextInt(5) == 0) {
                barred.put(hosts.get(random.nextInt(hosts.size())).id(), "it is not for this machine");
            }
            return new Movable(
                    "m%03d".formatted(number),
                    "machine-%03d".formatted(number),
                    hosts.get(random.nextInt(hosts.size())).id(),
                    demand,
                    random.nextInt(4) == 0 ? Size.NONE : demand.size(),
                    barred,
                    random.nextInt(8) == 0 ? "It is suspended." : null);
        }

        int[] where() {
            return machines.stream().mapToInt(machine -> host(machine.hostId())).toArray();
        }

        int machine(String id) {
            return IntStream.range(0, machines.size())
                    .filter(number -> machines.get(number).id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        int host(String id) {
            return IntStream.range(0, hosts.size())
                    .filter(number -> hosts.get(number).id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        long cpu(int[] where, int host) {
            return sum(where, host, true);
        }

        long memory(int[] where, int host) {
            return sum(where, host, false);
        }

        /** What was given when nothing had moved, without those that have left, with those that have come. */
        private long sum(int[] where, int host, boolean cpu) {
            Candidate candidate = hosts.get(host);
            long sum = cpu ? candidate.given().cpuMillis() : candidate.given().memoryMiB();
            for (int machine = 0; machine < where.length; machine++) {
                Movable movable = machines.get(machine);
                long holds = cpu ? movable.holds().cpuMillis() : movable.holds().memoryMiB();
                boolean was = movable.hostId().equals(candidate.id());
                boolean is = where[machine] == host;
                sum += was == is ? 0 : is ? holds : -holds;
            }
            return sum;
        }
    }
}
