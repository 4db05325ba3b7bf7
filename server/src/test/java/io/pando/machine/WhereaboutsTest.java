package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.host.Moves.Presence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereaboutsTest {

    /** Every pair, one line for each state on the host that the machine comes from. */
    @ParameterizedTest(name = "{0} where it comes from")
    @CsvSource({
        // ABSENT, OFF, LEFT, RUNNING, PAUSED, BETWEEN where it goes to
        "RUNNING, AT_SOURCE, AT_SOURCE, AT_SOURCE, TWICE, AT_SOURCE, AT_SOURCE",
        "PAUSED, AT_SOURCE, AT_SOURCE, AT_SOURCE, AT_TARGET, AT_SOURCE, AT_SOURCE",
        "BETWEEN, AT_SOURCE, AT_SOURCE, AT_SOURCE, AT_TARGET, AT_SOURCE, AT_SOURCE",
        "LEFT, OFF_AT_SOURCE, AT_TARGET, OFF_AT_SOURCE, AT_TARGET, AT_TARGET, UNCLEAR",
        "OFF, OFF_AT_SOURCE, OFF_AT_SOURCE, OFF_AT_SOURCE, AT_TARGET, AT_TARGET, UNCLEAR",
        "ABSENT, NOWHERE, AT_TARGET, NOWHERE, AT_TARGET, AT_TARGET, UNCLEAR"
    })
    void isKnownFromWhatBothHostsSay(
            Presence source,
            Whereabouts absent,
            Whereabouts off,
            Whereabouts left,
            Whereabouts running,
            Whereabouts paused,
            Whereabouts between) {
        assertThat(Whereabouts.of(source, Presence.ABSENT)).isEqualTo(absent);
        assertThat(Whereabouts.of(source, Presence.OFF)).isEqualTo(off);
        assertThat(Whereabouts.of(source, Presence.LEFT)).isEqualTo(left);
        assertThat(Whereabouts.of(source, Presence.RUNNING)).isEqualTo(running);
        assertThat(Whereabouts.of(source, Presence.PAUSED)).isEqualTo(paused);
        assertThat(Whereabouts.of(source, Presence.BETWEEN)).isEqualTo(between);
    }

    /** What is thrown away there never ran there, and there is always something to go on with. */
    @Test
    void nothingThatRunsIsThrownAway() {
        for (Presence source : Presence.values()) {
            for (Presence target : Presence.values()) {
                Whereabouts where = Whereabouts.of(source, target);
                if (target == Presence.RUNNING) {
                    assertThat(where).isIn(Whereabouts.AT_TARGET, Whereabouts.TWICE);
                }
                if (source == Presence.RUNNING) {
                    assertThat(where).isIn(Whereabouts.AT_SOURCE, Whereabouts.TWICE);
                }
            }
        }
    }
}
