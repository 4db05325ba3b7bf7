package io.pando.machine;

import static io.pando.machine.WarmSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pando.api.HostStanding;
import io.pando.api.WarmPool.State;
import io.pando.machine.WarmKeeping.Decision;
import io.pando.machine.WarmKeeping.Wanted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmKeepingTest {
    private static final Map<String, HostStanding> HOSTS =
            Map.of("a", HostStanding.READY, "drained", HostStanding.DRAINED, "silent", HostStanding.UNREACHABLE);

    private static Decision decide(int size, WarmMachine... machines) {
        return WarmKeeping.decide(List.of(new Wanted("image", size, 1, 512)), List.of(machines), HOSTS);
    }

    @Test
    void whatIsMissingIsMade() {
        Decision decision = decide(5, waiting("image", "a", State.READY, 0), waiting("image", "a", State.MAKING, 1));

        assertThat(decision.missing()).containsOnly(entry("image", 3));
        assertThat(decision.leaving()).isEmpty();
    }

    @Test
    void aFullPoolIsLeftAlone() {
        Decision decision = decide(1, waiting("image", "a", State.READY, 0));

        assertThat(decision.missing()).isEmpty();
        assertThat(decision.leaving()).isEmpty();
    }

    @Test
    void ofTooManyThoseGoThatAreNotReadyAndThenTheYoungest() {
        WarmMachine old = waiting("image", "a", State.READY, 0);
        WarmMachine young = waiting("image", "a", State.READY, 10);
        WarmMachine unborn = waiting("image", "a", State.MAKING, 5);

        assertThat(decide(2, old, young, unborn).leaving()).containsExactly(unborn);
        assertThat(decide(1, old, young, unborn).leaving()).containsExactly(unborn, young);
        assertThat(decide(0, old, young, unborn).leaving()).containsExactlyInAnyOrder(old, young, unborn);
    }

    @Test
    void whatIsBeingTakenAwayCountsForNothing() {
        Decision decision = decide(1, waiting("image", "a", State.LEAVING, 0));

        assertThat(decision.missing()).containsOnly(entry("image", 1));
        assertThat(decision.leaving()).isEmpty();
    }

    @Test
    void whatHasNoPoolAnyMoreOrAnotherSizeLeaves() {
        WarmMachine stranger = waiting("other", "a", State.READY, 0);
        WarmMachine small = waiting("image", "a", State.READY, 0, 256);

        Decision decision = decide(1, stranger, small);

        assertThat(decision.leaving()).containsExactly(stranger, small);
        assertThat(decision.missing()).containsOnly(entry("image", 1));
    }

    @Test
    void whatIsOnADrainedHostLeavesAndIsMadeElsewhere() {
        WarmMachine drained = waiting("image", "drained", State.READY, 0);

        Decision decision = decide(2, drained, waiting("image", "drained", State.LEAVING, 0));

        assertThat(decision.leaving()).containsExactly(drained);
        assertThat(decision.missing()).containsOnly(entry("image", 2));
    }

    @Test
    void whatIsOnAHostOfWhichThisServerHasNotHeardYetStays() {
        assertThat(decide(1, waiting("image", "new", State.READY, 0)).leaving()).isEmpty();
    }

    @Test
    void whatIsOnAHostThatDoesNotAnswerStaysAndIsMadeElsewhereMeanwhile() {
        WarmMachine silent = waiting("image", "silent", State.READY, 0);

        Decision decision = decide(1, silent);

        assertThat(decision.leaving()).isEmpty();
        assertThat(decision.missing()).containsOnly(entry("image", 1));
        assertThat(decide(0, silent).leaving())
                .as("but not when none is wanted any more")
                .containsExactly(silent);
    }

    @Test
    void theEmptiestPoolIsFilledFirst() {
        Decision decision = WarmKeeping.decide(
                List.of(new Wanted("a-half", 2, 1, 512), new Wanted("b-empty", 4, 1, 512)),
                List.of(waiting("a-half", "a", State.READY, 0)),
                HOSTS);

        assertThat(decision.missing()).containsExactly(entry("b-empty", 4), entry("a-half", 1));
    }
}
