package io.pando.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.pando.api.Fault;
import io.pando.api.Filling;
import io.pando.api.HostStanding;
import io.pando.api.PlacementDecision;
import io.pando.api.PlacementRules;
import io.pando.api.PlacementSimulation;
import io.pando.api.ProblemType;
import io.pando.api.SimulatePlacement;
import io.pando.api.SimulatePlacement.SimulatedHost;
import io.pando.api.SimulatePlacement.SimulatedMachine;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulationTest {

    @Test
    void whoeverComesLaterFindsWhatIsLeft() {
        PlacementSimulation simulation = run(
                List.of(host("a", 4), host("b", 4)),
                List.of(machine("web", 4, 3)),
                new PlacementRules(1.0, 0L, null, null));

        assertThat(simulation.decisions())
                .extracting(PlacementDecision::machine, SimulationTest::chosen)
                .containsExactly(tuple("web-1", "a"), tuple("web-2", "b"), tuple("web-3", null));
        assertThat(simulation.placed()).isEqualTo(2);
        assertThat(simulation.hostsUsed()).isEqualTo(2);
        assertThat(simulation.decisions().getLast().refused())
                .flatExtracting(PlacementDecision.RefusedHost::reasons)
                .extracting(PlacementDecision.HostObstacle::text)
                .containsOnly("0 of its 4 virtual processors are not promised to other machines, and 4 are wanted");
    }

    @Test
    void theRulesOfTheServerHoldWhereTheRequestHasNone() {
        List<SimulatedHost> hosts = List.of(host("a", 4));

        assertThat(run(hosts, List.of(machine("web", 9, 1)), null).placed()).isZero();
        assertThat(run(hosts, List.of(machine("web", 8, 1)), null).placed()).isEqualTo(1);
        assertThat(run(hosts, List.of(machine("web", 9, 1)), new PlacementRules(3.0, null, null, null))
                        .placed())
                .isEqualTo(1);
    }

    @Test
    void spreadsWhenAsked() {
        List<SimulatedHost> hosts = List.of(host("a", 8), host("b", 8));
        List<SimulatedMachine> machines = List.of(machine("web", 1, 2));

        assertThat(run(hosts, machines, null).hostsUsed()).isEqualTo(1);
        assertThat(run(hosts, machines, new PlacementRules(null, null, Filling.SPREAD, null))
                        .hostsUsed())
                .isEqualTo(2);
    }

    @Test
    void tellsOfAsManyHostsAsAskedForAndCountsTheOthers() {
        List<SimulatedHost> hosts = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            hosts.add(host("h" + number, number < 8 ? 1 : 64));
        }
        SimulatePlacement wanted = new SimulatePlacement(hosts, List.of(machine("web", 16, 1)), null, 3);

        PlacementDecision decision =
                Simulation.of(wanted, SampleHost.PACK).run().decisions().getFirst();

        assertThat(decision.ranking()).hasSize(3);
        assertThat(decision.fitting()).isEqualTo(12);
        assertThat(decision.refused()).hasSize(3);
        assertThat(decision.unfitting()).isEqualTo(8);
        assertThat(decision.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        SimulatedHost wrong = new SimulatedHost(
                "a", 0, 0, -1L, HostStanding.READY, " ", null, null, null, null, 101.0, -1, -1.0, -1L, List.of(""));
        SimulatedMachine machine = new SimulatedMachine(
                "", Double.NaN, 0, -1L, null, null, null, null, null, 5L, null, List.of("x".repeat(101)), null, 0);
        PlacementRules rules =
                new PlacementRules(65.0, -1L, null, new PlacementRules.PlacementWeights(101, null, -1, null, null));

        assertThat(faults(new SimulatePlacement(List.of(wrong, host("a", 1)), List.of(machine), rules, 101)))
                .extracting(Fault::field)
                .containsExactlyInAnyOrder(
                        "explain",
                        "hosts[0].processors",
                        "hosts[0].memoryMiB",
                        "hosts[0].diskMiB",
                        "hosts[0].architecture",
                        "hosts[0].loadPercent",
                        "hosts[0].machines",
                        "hosts[0].processorsGiven",
                        "hosts[0].memoryGivenMiB",
                        "hosts[0].tenants",
                        "hosts[1].name",
                        "machines[0].name",
                        "machines[0].vcpus",
                        "machines[0].memoryMiB",
                        "machines[0].diskMiB",
                        "machines[0].imageMiB",
                        "machines[0].near",
                        "machines[0].count",
                        "rules.cpuOvercommit",
                        "rules.memoryHeadroomMiB",
                        "rules.weights.image",
                        "rules.weights.affinity");
    }

    @Test
    void staysWithinItsBounds() {
        assertThat(faults(new SimulatePlacement(List.of(), List.of(machine("web", 1, 1)), null, null)))
                .extracting(Fault::field)
                .containsExactly("hosts");
        assertThat(faults(new SimulatePlacement(List.of(host("a", 1)), List.of(), null, null)))
                .extracting(Fault::field)
                .containsExactly("machines");
        assertThat(faults(new SimulatePlacement(
                        List.of(host("a", 1)),
                        Collections.nCopies(1_000, machine("web", 1, Integer.MAX_VALUE)),
                        null,
                        null)))
                .hasSize(100);
        List<SimulatedHost> hosts = new ArrayList<>();
        for (int number = 0; number < 1_000; number++) {
            hosts.add(host("h" + number, 1));
        }
        assertThat(faults(new SimulatePlacement(hosts, List.of(machine("web", 1, 101)), null, null)))
                .extracting(Fault::message)
                .containsExactly("Hosts times machines are 101,000, and at most 100,000 are simulated.");
    }

    private static List<Fault> faults(SimulatePlacement wanted) {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> Simulation.of(wanted, SampleHost.PACK));
        assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_REQUEST);
        return refusal.problem().faults();
    }

    private static PlacementSimulation run(
            List<SimulatedHost> hosts, List<SimulatedMachine> machines, @Nullable PlacementRules rules) {
        return Simulation.of(new SimulatePlacement(hosts, machines, rules, null), SampleHost.PACK)
                .run();
    }

    private static @Nullable String chosen(PlacementDecision decision) {
        return decision.chosen() == null ? null : decision.chosen().host();
    }

    private static SimulatedHost host(String name, double processors) {
        return new SimulatedHost(
                name, processors, 65_536, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static SimulatedMachine machine(String name, double vcpus, int count) {
        return new SimulatedMachine(
                name,
                vcpus,
                512,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                count == 1 ? null : count);
    }
}
