package io.pando.machine;

import static io.pando.machine.WarmSamples.STAGED;
import static io.pando.machine.WarmSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.Filling;
import io.pando.api.Firmware;
import io.pando.api.HostFeature;
import io.pando.api.HostStanding;
import io.pando.api.Plan;
import io.pando.api.WarmPool.State;
import io.pando.matching.Offer;
import io.pando.placement.Candidate;
import io.pando.placement.Rules;
import io.pando.placement.Size;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WarmChoiceTest {
    private static final Rules RULES = new Rules(8, 0, Filling.PACK, new Rules.Weights(30, 40, 60, 10, 0));

    /** A host with room for so much more. */
    private static Candidate host(String id, long freeMiB) {
        return host(id, freeMiB, HostStanding.READY);
    }

    private static Candidate host(String id, long freeMiB, HostStanding standing) {
        return new Candidate(
                id,
                id,
                standing,
                null,
                "x86_64",
                false,
                List.of(HostFeature.values()),
                List.of(),
                List.of("image"),
                Size.of(4, 8192),
                new Size(0, 8192 - freeMiB),
                1,
                List.of(new Candidate.Pool("pool", 1 << 20)),
                null,
                Collections.emptyNavigableMap());
    }

    private static CreateMachine wanted(@Nullable Integer memoryMiB) {
        return new CreateMachine("web", "debian-v1", null, null, memoryMiB, null);
    }

    private static WarmChoice choose(CreateMachine wanted, List<WarmMachine> warm, Candidate... hosts) {
        ImageChoice choice = ImageChoice.of(
                wanted,
                List.of(new Offer("image", "debian-v1", 3072, 512, true, Instant.EPOCH, null)),
                null,
                Set.of("x86_64"),
                Instant.EPOCH);
        return WarmChoice.of(
                wanted,
                STAGED,
                warm,
                List.of(hosts),
                candidates -> ClonePlan.of(
                        wanted,
                        new ClonePlan.Situation(
                                "pando",
                                "alice",
                                name -> false,
                                choice,
                                STAGED,
                                candidates,
                                RULES,
                                "alice",
                                List.of())));
    }

    @Test
    void takesTheOneThatHasWaitedLongest() {
        WarmMachine old = waiting("image", "a", State.READY, 0);
        WarmMachine young = waiting("image", "a", State.READY, 10);

        WarmChoice choice = choose(wanted(null), List.of(old, young), host("a", 1024));

        assertThat(choice.taken()).isEqualTo(old);
        assertThat(choice.givingWay()).isEmpty();
        assertThat(choice.plan().effects()).extracting(Plan.Effect::subject).contains("Warm pool");
    }

    @Test
    void needsNoOtherRoomThanTheOneThatItHas() {
        WarmMachine there = waiting("image", "a", State.READY, 0);

        assertThat(choose(wanted(null), List.of(there), host("a", 0)).taken()).isEqualTo(there);
    }

    @Test
    void goesWhereOneWaitsThoughAnotherHostWouldBeBetter() {
        WarmMachine there = waiting("image", "b", State.READY, 0);

        WarmChoice choice = choose(wanted(null), List.of(there), host("a", 1024), host("b", 8192));

        assertThat(choice.taken()).isEqualTo(there);
        assertThat(choice.plan().hostId()).isEqualTo("b");
    }

    @Test
    void takesNoneThatIsNotReadyOrWhoseHostGetsNothingNow() {
        List<WarmMachine> warm = List.of(
                waiting("image", "a", State.MAKING, 0),
                waiting("image", "a", State.LEAVING, 0),
                waiting("image", "b", State.READY, 0));

        WarmChoice choice = choose(wanted(null), warm, host("a", 1024), host("b", 1024, HostStanding.DRAINED));

        assertThat(choice.taken()).isNull();
        assertThat(choice.plan().hostId()).isEqualTo("a");
    }

    @Test
    void takesOnlyWhatIsWhatWasAskedFor() {
        WarmMachine there = waiting("image", "a", State.READY, 0);

        assertThat(there.fits(wanted(null), STAGED)).isTrue();
        assertThat(there.fits(wanted(512), STAGED)).isTrue();
        assertThat(there.fits(wanted(513), STAGED)).isFalse();
        assertThat(there.fits(wanted(null), WarmSamples.master("other", true))).isFalse();
        assertThat(there.fits(full(), STAGED)).isFalse();
        assertThat(there.fits(hardware(Firmware.UEFI, null, null), STAGED)).isFalse();
        assertThat(there.fits(hardware(Firmware.BIOS, true, null), STAGED)).isFalse();
        assertThat(there.fits(hardware(Firmware.BIOS, false, 1L << 20), STAGED))
                .as("its disk grows")
                .isTrue();
        assertThat(waiting("image", "a", State.READY, 0, 1024).fits(wanted(1024), STAGED))
                .as("of a pool with another size")
                .isTrue();
    }

    private static CreateMachine full() {
        return new CreateMachine("web", "debian-v1", Copy.FULL, null, null, null);
    }

    private static CreateMachine hardware(Firmware firmware, @Nullable Boolean tpm, @Nullable Long diskMiB) {
        return new CreateMachine("web", "debian-v1", null, null, null, firmware, tpm, null, null, diskMiB, null);
    }

    @Test
    void whereThereIsRoomNobodyGivesWay() {
        WarmChoice choice = choose(wanted(1024), List.of(waiting("image", "a", State.READY, 0)), host("a", 1024));

        assertThat(choice.taken()).isNull();
        assertThat(choice.givingWay()).isEmpty();
        assertThat(choice.plan().feasible()).isTrue();
    }

    @Test
    void whereThereIsNoneAsFewAsWillDoGiveWay() {
        WarmMachine old = waiting("other", "a", State.READY, 0);
        WarmMachine young = waiting("other", "a", State.READY, 10);
        WarmMachine unborn = waiting("other", "a", State.MAKING, 5);

        WarmChoice one = choose(wanted(1024), List.of(old, young, unborn), host("a", 600));
        WarmChoice two = choose(wanted(1024), List.of(old, young, unborn), host("a", 100));

        assertThat(one.givingWay()).containsExactly(unborn);
        assertThat(two.givingWay()).containsExactly(unborn, young);
        assertThat(two.plan().effects())
                .filteredOn(effect -> effect.subject().equals("Room"))
                .extracting(Plan.Effect::value)
                .containsExactly("2 warm machines give way");
    }

    @Test
    void nobodyGivesWayInVain() {
        WarmChoice choice = choose(wanted(4096), List.of(waiting("other", "a", State.READY, 0)), host("a", 600));

        assertThat(choice.plan().feasible()).isFalse();
        assertThat(choice.givingWay()).isEmpty();
    }
}
