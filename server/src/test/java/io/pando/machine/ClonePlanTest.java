package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.CreateMachine.Where;
import io.pando.api.Fault;
import io.pando.api.Filling;
import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Host;
import io.pando.api.HostFeature;
import io.pando.api.Identity;
import io.pando.api.Network;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.image.ImageCopies;
import io.pando.image.Master;
import io.pando.matching.Offer;
import io.pando.placement.Candidate;
import io.pando.placement.Rules;
import io.pando.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClonePlanTest {
    private static final long GIB = 1L << 30;
    static final Master DEBIAN = new Master(
            "image-id",
            "debian",
            "host-id",
            "image-debian.qcow2",
            3 * GIB,
            GIB / 2,
            GuestAccess.AGENT,
            null,
            20,
            1,
            512,
            Firmware.BIOS,
            1,
            new Identity(Map.of()),
            false);

    @Test
    void aPlanThatFitsSaysWhatWillBeMade() {
        ClonePlan plan = ClonePlan.of(wanted("web1", null, null, null), situation(host(8 * GIB, 0)));

        assertThat(plan.feasible()).isTrue();
        assertThat(plan.effects())
                .extracting(Plan.Effect::subject)
                .containsExactly("Disk", "Machine", "Project", "Size", "Identity", "Host name", "Restart");
        assertThat(plan.effects().get(1).value()).isEqualTo("pando.alice.web1 on host local");
        assertThatCode(plan::orElseThrow).doesNotThrowAnyException();
    }

    @Test
    void takesFirmwareAndNetworkCardsFromTheImage() {
        Master exported = new Master(
                "image-id",
                "exported",
                "host-id",
                "image-exported.qcow2",
                3 * GIB,
                GIB / 2,
                GuestAccess.AGENT,
                null,
                20,
                1,
                512,
                Firmware.UEFI,
                2,
                new Identity(Map.of()),
                false);
        CreateMachine wanted = wanted("web1", null, null, null);

        ClonePlan plan = ClonePlan.of(wanted, situation(false, exported, null, hosts(host(8 * GIB, 0))));

        assertThat(ClonePlan.firmware(wanted, exported)).isEqualTo(Firmware.UEFI);
        assertThat(plan.effects())
                .contains(
                        new Plan.Effect("Firmware", "UEFI", "as the image says"),
                        new Plan.Effect("Network cards", "2", "as many as the image says"));
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        CreateMachine wanted = new CreateMachine(
                "Web 1",
                "debian",
                null,
                0,
                4,
                new CreateMachine.Guest(
                        "-bad-", new CreateMachine.Account("Root!", "", null), "Mars/Base", List.of("")));

        ClonePlan plan = ClonePlan.of(wanted, situation(host(8 * GIB, 0)));

        assertThat(plan.faults())
                .extracting(Fault::field)
                .contains(
                        "name",
                        "vcpus",
                        "memoryMiB",
                        "guest.hostname",
                        "guest.user.name",
                        "guest.user.password",
                        "guest.commands[0]");
        assertThat(plan.effects()).isEmpty();
    }

    @Test
    void refusesMoreMemoryThanTheHostHasAndSaysHowMuchFits() {
        ClonePlan plan = ClonePlan.of(wanted("web1", 9000, null, null), situation(host(8 * GIB, 0)));

        assertThat(plan.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.field()).isEqualTo("memoryMiB");
            assertThat(fault.help()).isEqualTo("Ask for at most 7,680 MiB.");
        });
        assertThat(plan.refused()).extracting(Plan.Refusal::subject).containsExactly("Host local");
        assertThatThrownBy(plan::orElseThrow)
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.NO_CAPACITY));
    }

    @Test
    void countsMemoryThatIsPromisedToOtherMachines() {
        ClonePlan plan = ClonePlan.of(wanted("web1", 2048, null, null), situation(host(8 * GIB, 6 * GIB)));

        assertThat(plan.faults())
                .singleElement()
                .satisfies(
                        fault -> assertThat(fault.help()).isEqualTo("Ask for at most 1,536 MiB, or stop a machine."));
    }

    @Test
    void aFullCopyNeedsRoomInThePoolAndALinkedOneHardlyAny() {
        Host nearlyFull = host(8 * GIB, 0, 100 << 20);

        assertThat(ClonePlan.of(wanted("web1", null, null, Copy.FULL), situation(nearlyFull))
                        .faults())
                .extracting(Fault::field)
                .containsExactly("copy");
        assertThat(ClonePlan.of(wanted("web1", null, null, Copy.LINKED), situation(nearlyFull))
                        .feasible())
                .isTrue();
    }

    @Test
    void aHostThatDoesNotAnswerIsRefusedWithItsReason() {
        Host away = new Host(
                "host-id",
                "local",
                "qemu:///system",
                Host.State.UNREACHABLE,
                null,
                "no connection",
                null,
                null,
                null,
                null,
                null,
                new Host.Acceleration(Host.Acceleration.Kind.UNKNOWN, "", null),
                List.of(),
                List.of(),
                0,
                0,
                null,
                List.of(),
                false,
                true,
                List.of(HostFeature.values()),
                0);

        ClonePlan plan = ClonePlan.of(wanted("web1", null, null, null), situation(away));

        assertThat(plan.refused())
                .containsExactly(new Plan.Refusal("Host local", "it does not answer (no connection)"));
        assertThat(plan.findings()).extracting(ClonePlan.Finding::type).containsExactly(ProblemType.HOST_UNREACHABLE);
    }

    @Test
    void anUnknownImageIsNotFoundAndOneThatIsNotReadySaysWhy() {
        Host host = host(8 * GIB, 0);
        ClonePlan unknown = ClonePlan.of(wanted("web1", null, null, null), situation(false, null, null, hosts(host)));
        ClonePlan importing = ClonePlan.of(
                wanted("web1", null, null, null), situation(false, null, "It is still being imported.", hosts(host)));

        assertThat(unknown.findings()).extracting(ClonePlan.Finding::type).containsExactly(ProblemType.NOT_FOUND);
        assertThat(importing.faults()).extracting(Fault::message).containsExactly("It is still being imported.");
    }

    @Test
    void aTakenNameIsAProblemOfItsOwnKind() {
        ClonePlan plan =
                ClonePlan.of(wanted("web1", null, null, null), situation(true, DEBIAN, null, hosts(host(8 * GIB, 0))));

        assertThatThrownBy(plan::orElseThrow)
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.NAME_TAKEN));
    }

    @Test
    void neverShowsThePassword() {
        CreateMachine wanted = new CreateMachine(
                "web1",
                "debian",
                null,
                null,
                null,
                new CreateMachine.Guest(null, new CreateMachine.Account("ada", "canary-7f3a", null), null, null));

        ClonePlan plan = ClonePlan.of(wanted, situation(host(8 * GIB, 0)));

        assertThat(plan.toString()).doesNotContain("canary-7f3a");
        assertThat(wanted.toString()).doesNotContain("canary-7f3a");
    }

    @Test
    void saysWhereItWillBeAndForHowLongAndOnWhatNetwork() {
        CreateMachine wanted = wanted("web1", null, null, null)
                .withLabels(List.of("web", "blue"))
                .withWhere(new CreateMachine.Where(List.of("ssd"), List.of("db"), List.of("web"), null))
                .withLifetime("P3D")
                .withNetwork(Network.NONE);

        ClonePlan plan = ClonePlan.of(wanted, situation(host(8 * GIB, 0, 100 * GIB, List.of("ssd"))));

        assertThat(plan.faults()).isEmpty();
        assertThat(plan.effects())
                .extracting(Plan.Effect::subject, Plan.Effect::value)
                .contains(
                        tuple("Host has", "ssd"),
                        tuple("Near to", "db"),
                        tuple("Apart from", "web"),
                        tuple("Labels", "web blue"),
                        tuple("Lifetime", "3 days"),
                        tuple("Network", "no cable is plugged in"));
        assertThat(plan.chosen().question().demand())
                .satisfies(demand -> assertThat(demand.hostLabels()).containsExactly("ssd"))
                .satisfies(demand -> assertThat(demand.labels()).containsExactly("blue", "web"))
                .satisfies(demand -> assertThat(demand.near()).containsExactly("db"))
                .satisfies(demand -> assertThat(demand.apart()).containsExactly("web"));
    }

    @Test
    void goesApartFromMachinesOfItsProjectAndNearToOthers() {
        Map<String, NavigableMap<String, Integer>> tenants =
                Map.of("a", new TreeMap<>(Map.of("web", 1, "secret", 1)), "b", new TreeMap<>(Map.of("db", 2)));
        Where apart = new Where(null, null, List.of("web"), null);

        assertThat(chosen(apart, tenants)).isEqualTo("b");
        assertThat(chosen(new Where(null, List.of("web"), null, null), tenants)).isEqualTo("a");
        assertThat(chosen(new Where(null, List.of("db"), List.of("web"), null), tenants))
                .isEqualTo("b");
        // What is not asked for is not written down with the decision.
        assertThat(HostCandidates.asked(tenants, apart).values())
                .allSatisfy(there -> assertThat(there).doesNotContainKey("secret"));
        assertThat(HostCandidates.asked(tenants, null).values())
                .allSatisfy(there -> assertThat(there).isEmpty());
    }

    private static String chosen(Where where, Map<String, NavigableMap<String, Integer>> tenants) {
        List<Candidate> hosts = HostCandidates.of(
                List.of(
                        host("a", "a", 8 * GIB, 0, 100 * GIB, List.of()),
                        host("b", "b", 8 * GIB, 0, 100 * GIB, List.of())),
                null,
                null,
                new ImageCopies.Caches(Map.of(), Map.of(), Map.of()),
                Map.of(),
                HostCandidates.asked(tenants, where));
        return ClonePlan.of(wanted("web1", null, null, null).withWhere(where), situation(false, DEBIAN, null, hosts))
                .hostId();
    }

    @Test
    void hostsThatAreOutOfTheQuestionForDifferentReasonsEachSuggestTheirOwn() {
        List<Candidate> hosts = hosts(
                host(8 * GIB, 0, 100 * GIB, List.of()),
                host("full", "full", 8 * GIB, 5 * GIB, 100 * GIB, List.of("ssd")));
        CreateMachine wanted = wanted("web1", 4_096, null, null).withWhere(new Where(List.of("ssd"), null, null, null));

        ClonePlan plan = ClonePlan.of(wanted, situation(false, DEBIAN, null, hosts));

        assertThat(plan.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.suggestions())
                        .extracting(
                                suggestion -> suggestion.changes().getFirst().field())
                        .containsExactlyInAnyOrder("memoryMiB", "where.hostLabels"));
    }

    private static CreateMachine wanted(
            String name, @Nullable Integer memoryMiB, @Nullable Integer vcpus, @Nullable Copy copy) {
        return new CreateMachine(name, "debian", copy, vcpus, memoryMiB, null);
    }

    static final Rules RULES = new Rules(8, 512, Filling.PACK, new Rules.Weights(30, 40, 60, 10, 0));

    static List<Candidate> hosts(Host... hosts) {
        return Stream.of(hosts)
                .map(host -> HostCandidates.of(host, List.of("image-id"), 0))
                .toList();
    }

    private static ClonePlan.Situation situation(Host host) {
        return situation(false, DEBIAN, null, hosts(host));
    }

    private static ClonePlan.Situation situation(
            boolean taken, @Nullable Master master, @Nullable String whyNot, List<Candidate> hosts) {
        List<Offer> offers = master == null
                ? List.of()
                : List.of(new Offer(
                        master.id(),
                        "debian",
                        master.virtualSize() >> 20,
                        master.storedSize() >> 20,
                        false,
                        Instant.EPOCH,
                        null));
        return new ClonePlan.Situation(
                "pando",
                "alice",
                name -> taken && name.equals("web1"),
                ImageChoice.of(wanted("web1", null, null, null), offers, whyNot, Set.of("x86_64"), Instant.EPOCH),
                master,
                hosts,
                RULES,
                "alice",
                List.of());
    }

    @Test
    void saysWhichWayPackagesAreInstalled() {
        ClonePlan.Situation usual = situation(host(8 * GIB, 0));
        ClonePlan.Situation lacking = new ClonePlan.Situation(
                usual.instance(),
                usual.owner(),
                usual.nameTaken(),
                new ImageChoice("image-id", null, List.of("nginx"), false, List.of(), List.of(), List.of()),
                usual.master(),
                usual.hosts(),
                usual.rules(),
                usual.project(),
                usual.shortfalls());
        CreateMachine wanted = wanted("web1", null, null, null);

        assertThat(ClonePlan.of(wanted, lacking).effects())
                .contains(new Plan.Effect("Packages", "nginx", "the image lacks them"));
        assertThat(ClonePlan.of(wanted.withNetwork(Network.NONE), lacking).effects())
                .contains(new Plan.Effect(
                        "Packages",
                        "nginx",
                        "installed before the first start, in the builder, since the machine has no network"));
    }

    static Host host(long memory, long committed) {
        return host(memory, committed, 100 * GIB);
    }

    static Host host(long memory, long committed, long poolLeft) {
        return host(memory, committed, poolLeft, List.of());
    }

    static Host host(long memory, long committed, long poolLeft, List<String> labels) {
        return host("host-id", "local", memory, committed, poolLeft, labels);
    }

    private static Host host(String id, String name, long memory, long committed, long poolLeft, List<String> labels) {
        return new Host(
                id,
                name,
                "qemu:///system",
                Host.State.ONLINE,
                null,
                null,
                "x86_64",
                "QEMU 7.2.0",
                "9.0.0",
                new Host.Processors("model", 2, 0, null),
                new Host.Memory(memory, memory, committed),
                new Host.Acceleration(Host.Acceleration.Kind.EMULATION, "", null),
                List.of(new Host.Pool("pando", "dir", "/pool", 200 * GIB, 0, poolLeft)),
                List.of(),
                0,
                0,
                null,
                labels,
                false,
                true,
                List.of(HostFeature.values()),
                0);
    }
}
