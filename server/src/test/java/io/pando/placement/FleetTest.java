package io.pando.placement;

import static io.pando.placement.SampleHost.PACK;
import static io.pando.placement.SampleHost.SPREAD;
import static io.pando.placement.SampleHost.among;
import static io.pando.placement.SampleHost.named;
import static io.pando.placement.SampleHost.ordinary;
import static io.pando.placement.SampleHost.sized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.HostStanding;
import io.pando.api.PlacementDecision.HostChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTest {

    /** What was placed: where, and what it takes. */
    private record Placed(HostChoice at, Demand demand) {}

    /** The quick way and the explained one are one, whatever the hosts, the rules, and what has come and gone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void choosesWhatTheExplanationChooses(long seed) {
        RandomFleet random = new RandomFleet(seed);
        Fleet fleet = new Fleet(random.hosts(1 + (int) seed * 3), random.rules());
        List<Placed> placed = new ArrayList<>();
        int found = 0;
        int differing = 0;
        for (int step = 0; step < 300; step++) {
            Demand demand = random.demand();
            Optional<HostChoice> quick = fleet.choose(demand);
            Decision explained = fleet.explain(demand);
            assertThat(quick).isEqualTo(Optional.ofNullable(explained.chosen()));
            differing += explained.ranking().size() > 1 ? 1 : 0;
            quick.ifPresent(at -> {
                fleet.arrive(at.hostId(), at.pool(), demand);
                placed.add(new Placed(at, demand));
            });
            found += quick.isPresent() ? 1 : 0;
            random.sometimes(placed).ifPresent(gone -> {
                fleet.depart(gone.at().hostId(), gone.at().pool(), gone.demand());
                placed.remove(gone);
            });
            random.sometimes(fleet.candidates()).ifPresent(host -> fleet.update(random.changed(host)));
        }
        // Otherwise the fleet was so full or so small that nothing was shown.
        assertThat(found).isPositive();
        assertThat(differing).isPositive();
    }

    /** Counted anew from what was placed alone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void neverGivesAwayWhatAHostDoesNotHave(long seed) {
        RandomFleet random = new RandomFleet(seed);
        Rules rules = random.rules();
        List<Candidate> hosts = random.emptyHosts(12);
        Fleet fleet = new Fleet(hosts, rules);
        List<Placed> placed = new ArrayList<>();
        int refused = 0;
        for (int step = 0; step < 600; step++) {
            Demand demand = random.demand();
            Optional<HostChoice> at = fleet.choose(demand);
            at.ifPresent(chosen -> {
                fleet.arrive(chosen.hostId(), chosen.pool(), demand);
                placed.add(new Placed(chosen, demand));
            });
            refused += at.isEmpty() ? 1 : 0;
            random.sometimes(placed).ifPresent(gone -> {
                fleet.depart(gone.at().hostId(), gone.at().pool(), gone.demand());
                placed.remove(gone);
            });
            assertThatNoHostIsFullerThanFull(hosts, rules, placed);
        }
        // Otherwise there was always room, and nothing was shown.
        assertThat(refused).isPositive();
    }

    private static void assertThatNoHostIsFullerThanFull(List<Candidate> hosts, Rules rules, List<Placed> placed) {
        Map<String, Size> given = new HashMap<>();
        Map<String, Long> disk = new HashMap<>();
        for (Placed one : placed) {
            given.merge(one.at().hostId(), one.demand().size(), Size::plus);
            disk.merge(one.at().hostId() + one.at().pool(), one.demand().diskMiB(), Long::sum);
        }
        for (Candidate host : hosts) {
            Size here = given.getOrDefault(host.id(), Size.NONE);
            assertThat((double) here.cpuMillis())
                    .isLessThanOrEqualTo(host.capacity().cpuMillis() * rules.cpuOvercommit());
            assertThat(here.memoryMiB() == 0 ? 0 : here.memoryMiB() + rules.memoryHeadroomMiB())
                    .isLessThanOrEqualTo(host.capacity().memoryMiB());
            for (Candidate.Pool pool : host.pools()) {
                assertThat(disk.getOrDefault(host.id() + pool.name(), 0L)).isLessThanOrEqualTo(pool.availableMiB());
            }
        }
    }

    /** The same fleet and the same demands, in whatever order the hosts were told of. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void decidesTheSameEachTime(long seed) {
        List<String> once = choices(seed, false);

        assertThat(choices(seed, false)).isEqualTo(once);
        assertThat(choices(seed, true)).isEqualTo(once);
    }

    private static List<String> choices(long seed, boolean reversed) {
        RandomFleet random = new RandomFleet(seed);
        Rules rules = random.rules();
        List<Candidate> hosts = random.hosts(30);
        Fleet fleet = new Fleet(reversed ? hosts.reversed() : hosts, rules);
        List<String> choices = new ArrayList<>();
        for (int step = 0; step < 100; step++) {
            Demand demand = random.demand();
            Optional<HostChoice> chosen = fleet.choose(demand);
            chosen.ifPresent(at -> fleet.arrive(at.hostId(), at.pool(), demand));
            choices.add(chosen.map(HostChoice::hostId).orElse("none"));
        }
        return choices;
    }

    /** Whatever has come and gone: each decision on the way can be made anew from what it says of itself. */
    @Test
    void everyDecisionOnTheWayReplays() {
        RandomFleet random = new RandomFleet(7);
        Fleet fleet = new Fleet(random.hosts(20), random.rules());
        for (int step = 0; step < 100; step++) {
            Demand demand = random.demand();
            Decision decision = fleet.explain(demand);
            assertThat(decision.replays()).isTrue();
            HostChoice chosen = decision.chosen();
            if (chosen != null) {
                fleet.arrive(chosen.hostId(), chosen.pool(), demand);
            }
        }
    }

    @Test
    void choosingChangesNothing() {
        Fleet fleet = fleet(PACK, named("a"), named("b"));
        List<Candidate> before = fleet.candidates();

        fleet.choose(SampleHost.of("debian", 1_024));
        fleet.choose(among(List.of("web"), List.of("db"), List.of("x")));

        assertThat(fleet.candidates()).isEqualTo(before);
    }

    @Test
    void whatLeftIsAsIfItHadNeverCome() {
        Fleet fleet = fleet(PACK, named("a").tenants(Map.of("web", 1)), named("b"));
        List<Candidate> before = fleet.candidates();
        Demand demand = new Demand(
                Size.of(2, 2_048),
                10_240,
                null,
                false,
                List.of(),
                List.of(),
                null,
                List.of("web", "front"),
                List.of(),
                List.of());

        fleet.arrive("id-a", "pool", demand);
        assertThat(fleet.candidates().getFirst().tenants()).isEqualTo(Map.of("web", 2, "front", 1));
        fleet.depart("id-a", "pool", demand);

        assertThat(fleet.candidates()).isEqualTo(before);
    }

    @Test
    void anImageIsThereOnceAMachineBroughtIt() {
        Fleet fleet = fleet(SPREAD, named("a"), named("b"));
        Demand demand = SampleHost.of("debian", 1_024);

        fleet.arrive("id-b", "pool", demand);

        assertThat(fleet.choose(demand)).map(HostChoice::host).contains("b");
        fleet.depart("id-b", "pool", demand);
        Candidate left = fleet.candidates().getLast();
        assertThat(left.images()).containsExactly("debian");
        assertThat(left.pools()).containsExactly(new Candidate.Pool("pool", 102_400 - 1_024));
    }

    @Test
    void aHostThatIsDrainedOrDoesNotAnswerGetsNothing() {
        Fleet fleet = fleet(PACK, named("a").giving(Size.of(4, 4_096), 2), named("b"));
        assertThat(fleet.choose(ordinary())).map(HostChoice::host).contains("a");

        fleet.update(named("a")
                .giving(Size.of(4, 4_096), 2)
                .standing(HostStanding.DRAINED, null)
                .host());
        assertThat(fleet.choose(ordinary())).map(HostChoice::host).contains("b");

        fleet.update(named("b").standing(HostStanding.UNREACHABLE, "no route").host());
        assertThat(fleet.choose(ordinary())).isEmpty();

        fleet.update(named("a").giving(Size.of(4, 4_096), 2).host());
        assertThat(fleet.choose(ordinary())).map(HostChoice::host).contains("a");
    }

    @Test
    void aHostThatIsFullerThanFullGetsNothingAndCanBeEmptied() {
        Fleet fleet = fleet(PACK, named("a"));
        Demand large = sized(12, 8_000, 0);

        fleet.arrive("id-a", null, large);
        fleet.arrive("id-a", null, large);
        assertThat(fleet.choose(sized(1, 64, 0))).isEmpty();
        assertThat(fleet.explain(sized(1, 64, 0)).chosen()).isNull();

        fleet.depart("id-a", null, large);
        assertThat(fleet.choose(sized(1, 64, 0))).isPresent();
    }

    @Test
    void refusesWhatCannotBe() {
        Fleet fleet = fleet(PACK, named("a"));

        assertThatThrownBy(() -> fleet.depart("id-a", "pool", ordinary()))
                .hasMessage("The host id-a does not have that machine");
        assertThatThrownBy(() -> fleet.arrive("id-b", "pool", ordinary())).hasMessage("There is no host id-b");
        assertThatThrownBy(() -> fleet.arrive("id-a", "other", ordinary()))
                .hasMessage("The host id-a has no pool other");
        assertThatThrownBy(() -> fleet(PACK, named("a"), named("a"))).hasMessage("There are two hosts id-a");
    }

    @Test
    void manyKindsOfDemandDoNotFillTheMemory() {
        Fleet fleet = fleet(PACK, named("a"));
        for (int kind = 0; kind < 1_000; kind++) {
            Demand demand = SampleHost.needing(null, false, List.of(), List.of("label-" + kind));
            assertThat(fleet.choose(demand)).isEmpty();
        }
        assertThat(fleet.choose(SampleHost.needing(null, false, List.of(), List.of("zone=a"))))
                .isPresent();
        assertThat(fleet.kinds()).isLessThanOrEqualTo(256);
    }

    private static Fleet fleet(Rules rules, SampleHost... hosts) {
        return new Fleet(Arrays.stream(hosts).map(SampleHost::host).toList(), rules);
    }
}
