package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Copy;
import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Host;
import io.pando.api.HostFeature;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.host.NewIdentity;
import io.pando.image.ImageCopies;
import io.pando.placement.Demand;
import io.pando.placement.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MovePlanTest {
    private static final long GIB = 1L << 30;
    private static final Host HERE = host("here", "/pool", Host.Acceleration.Kind.EMULATION, false);
    private static final Host THERE = host("there", "/pool", Host.Acceleration.Kind.EMULATION, false);

    @Test
    void aRunningMachineGoesToTheOtherHost() {
        MovePlan plan = plan(Copy.LINKED, hardware(false), true, null, HERE, THERE);

        assertThat(plan.findings()).isEmpty();
        assertThat(Objects.requireNonNull(plan.decision().chosen()).host()).isEqualTo("there");
        assertThat(plan.effects())
                .extracting(Plan.Effect::subject)
                .containsExactly("Host", "Machine", "Disks", "Image", "Network");
        assertThat(plan.decision().replays()).isTrue();
    }

    @Test
    void memoryDoesNotGoToOtherProcessors() {
        Host quick = host("there", "/pool", Host.Acceleration.Kind.HARDWARE, false);

        MovePlan live = plan(Copy.LINKED, hardware(false), true, null, HERE, quick);
        MovePlan off = plan(Copy.LINKED, hardware(false), false, null, HERE, quick);

        assertThat(message(live))
                .isEqualTo(
                        "The machine cannot be moved to there: it runs machines with hardware acceleration, and the machine's memory comes from a host that runs them by emulation.");
        assertThat(off.findings()).isEmpty();
    }

    @Test
    void layersThatNameEachOtherStayInAFolderOfThatName() {
        Host elsewhere = host("there", "/other", Host.Acceleration.Kind.EMULATION, false);

        assertThat(message(plan(Copy.LINKED, hardware(false), false, null, HERE, elsewhere)))
                .contains(
                        "its pool is in /other, and layers of the machine's disks name each other in /pool while it is off");
        assertThat(plan(Copy.LINKED, hardware(false), true, null, HERE, elsewhere)
                        .findings())
                .isEmpty();
        assertThat(plan(Copy.FULL, hardware(false), false, null, HERE, elsewhere)
                        .findings())
                .isEmpty();
    }

    @Test
    void aTpmIsOnlyMovedWhileItRuns() {
        assertThat(message(plan(Copy.LINKED, hardware(true), false, null, HERE, THERE)))
                .startsWith("What its TPM keeps is in a folder of the host's own");
        assertThat(plan(Copy.LINKED, hardware(true), true, null, HERE, THERE).findings())
                .isEmpty();
    }

    @Test
    void whereItIsItCannotGo() {
        assertThat(message(plan(Copy.LINKED, hardware(false), true, HERE, HERE, THERE)))
                .isEqualTo("The machine is on the host here already.");
    }

    @Test
    void aDrainedHostIsRefusedAlsoWhenItIsNamed() {
        Host drained = host("there", "/pool", Host.Acceleration.Kind.EMULATION, true);

        MovePlan plan = plan(Copy.LINKED, hardware(false), true, drained, HERE, drained);

        assertThat(message(plan))
                .isEqualTo("The machine cannot be moved to there: it is drained and takes no new machines.");
        assertThat(plan.findings().getFirst().type()).isEqualTo(ProblemType.NO_CAPACITY);
    }

    @Test
    void withoutAnotherHostThereIsNowhereToGo() {
        assertThat(message(plan(Copy.LINKED, hardware(false), true, null, HERE)))
                .isEqualTo("There is no other host.");
    }

    @Test
    void staysApartFromTheMachinesThatItWasToBeApartFrom() {
        Host third = host("third", "/pool", Host.Acceleration.Kind.EMULATION, false);
        Demand apart = new Demand(
                Size.of(1, 512), 0, null, false, List.of(), List.of(), null, List.of(), List.of(), List.of("db"));
        Map<String, NavigableMap<String, Integer>> tenants =
                Map.of("there-id", new TreeMap<>(Map.of("db", 1)), "third-id", new TreeMap<>(Map.of("web", 3)));

        MovePlan plan =
                MovePlan.of(situation(Copy.FULL, hardware(false), true, null, apart, tenants, HERE, THERE, third));
        MovePlan without =
                MovePlan.of(situation(Copy.FULL, hardware(false), true, null, apart, Map.of(), HERE, THERE, third));

        assertThat(Objects.requireNonNull(without.decision().chosen()).host()).isEqualTo("there");
        assertThat(Objects.requireNonNull(plan.decision().chosen()).host()).isEqualTo("third");
        // What is not asked for is not written down with the decision.
        assertThat(plan.decision().question().hosts())
                .allSatisfy(host -> assertThat(host.tenants()).doesNotContainKey("web"));
    }

    // --- words

    private static String message(MovePlan plan) {
        return plan.findings().getFirst().fault().message();
    }

    private static MovePlan plan(Copy copy, Hardware hardware, boolean live, @Nullable Host wanted, Host... hosts) {
        return MovePlan.of(situation(copy, hardware, live, wanted, null, Map.of(), hosts));
    }

    private static MovePlan.Situation situation(
            Copy copy,
            Hardware hardware,
            boolean live,
            @Nullable Host wanted,
            @Nullable Demand earlier,
            Map<String, NavigableMap<String, Integer>> tenants,
            Host... hosts) {
        return new MovePlan.Situation(
                machine(copy, live),
                hardware,
                List.of(),
                live,
                ClonePlanTest.DEBIAN,
                3 * GIB,
                earlier,
                HERE,
                List.of(hosts),
                wanted,
                new ImageCopies.Caches(Map.of(), Map.of(), Map.of()),
                Map.of(),
                tenants,
                ClonePlanTest.RULES);
    }

    private static Hardware hardware(boolean tpm) {
        return Hardware.simple(1, 512, Firmware.BIOS, tpm, "alice.web1-1.qcow2", GIB, "52:54:00:00:00:01");
    }

    private static MachineRecord machine(Copy copy, boolean live) {
        NewIdentity identity = NewIdentity.random();
        return new MachineRecord(
                "id",
                "web1",
                "alice",
                "alice",
                "here-id",
                "image-id",
                copy,
                1,
                512,
                live ? MachineState.RUNNING : MachineState.STOPPED,
                null,
                null,
                "pando.alice.web1",
                identity.uuid(),
                "alice.web1-1.qcow2",
                identity.mac(),
                identity.generationId(),
                identity.serial("web1"),
                "web1",
                null,
                GuestAccess.AGENT,
                null,
                null,
                List.of(),
                null,
                Instant.EPOCH,
                List.of(),
                null);
    }

    private static Host host(String name, String folder, Host.Acceleration.Kind acceleration, boolean drained) {
        return new Host(
                name + "-id",
                name,
                "qemu+tls://" + name + "/system",
                Host.State.ONLINE,
                null,
                null,
                "x86_64",
                "QEMU 7.2.0",
                "9.0.0",
                new Host.Processors("model", 2, 0, null),
                new Host.Memory(8 * GIB, 8 * GIB, 0),
                new Host.Acceleration(acceleration, "", null),
                List.of(new Host.Pool("pando", "dir", folder, 200 * GIB, 0, 100 * GIB)),
                List.of(),
                0,
                0,
                null,
                List.of(),
                drained,
                false,
                List.of(HostFeature.values()),
                0);
    }
}
