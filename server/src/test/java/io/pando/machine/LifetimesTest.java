package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "8h, PT8H",
        "3d, P3D",
        "1d12h, PT36H",
        "2 weeks, P14D",
        "1 day and 2 hours, PT26H",
        "90 min, PT1H30M",
        "1.5h, PT1H30M",
        "P2W, P14D",
        "P1M, P30D",
        "p1y, P365D",
        "PT5M, PT5M"
    })
    void understandsWhatPeopleWrite(String written, String meant) {
        assertThat(Lifetimes.guess(written)).contains(Duration.parse(meant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "8", "h8", "3d!", "tomorrow 3d"})
    void guessesNothingFromWhatIsNoSpan(String written) {
        assertThat(Lifetimes.guess(written)).isEmpty();
    }

    @Test
    void boundsBelongToWhatIsAllowed() {
        assertThat(faults("PT1M")).isEmpty();
        assertThat(faults("PT59.999S")).isNotEmpty();
        assertThat(faults("P1826D")).isEmpty();
        assertThat(faults("P1826DT1S")).isNotEmpty();
        assertThat(faults(null)).isEmpty();
    }

    @Test
    void anEndIsOneMinuteToFiveYearsAway() {
        assertThat(Lifetimes.faults(null, NOON)).isEmpty();
        assertThat(Lifetimes.faults(NOON.plus(Lifetimes.LEAST), NOON)).isEmpty();
        assertThat(Lifetimes.faults(NOON.plus(Lifetimes.MOST), NOON)).isEmpty();
        assertThat(Lifetimes.faults(NOON.plusSeconds(59), NOON)).isNotEmpty();
        assertThat(Lifetimes.faults(NOON.plus(Lifetimes.MOST).plusMillis(1), NOON))
                .isNotEmpty();
    }

    @Test
    void remindsAnHourBeforeTheEndOrATenthOfAShortTime() {
        assertThat(Lifetimes.remindAt(until("P3D"))).isEqualTo(NOON.plus(Duration.parse("P2DT23H")));
        assertThat(Lifetimes.remindAt(until("PT10M"))).isEqualTo(NOON.plus(Duration.ofMinutes(9)));
        assertThat(Lifetimes.remindAt(MachineStoreTest.machine("alice", "web", NOON)))
                .isNull();
    }

    @Test
    void itsTimeIsOverFromTheVeryMomentOn() {
        MachineRecord machine = until("PT10M");

        assertThat(Lifetimes.over(machine, NOON.plusSeconds(599))).isFalse();
        assertThat(Lifetimes.over(machine, NOON.plusSeconds(600))).isTrue();
    }

    @Test
    void spansAreWrittenInWords() {
        assertThat(Lifetimes.words(Duration.parse("P1DT12H"))).isEqualTo("1 day 12 hours");
        assertThat(Lifetimes.words(Duration.ZERO)).isEqualTo("0 seconds");
        assertThat(Lifetimes.written(Duration.ofDays(3))).isEqualTo("P3D");
        assertThat(Lifetimes.written(Duration.ofHours(8))).isEqualTo("PT8H");
    }

    private static List<ClonePlan.Finding> faults(@Nullable String lifetime) {
        List<ClonePlan.Finding> findings = new ArrayList<>();
        Lifetimes.check(lifetime, findings);
        return findings;
    }

    private static MachineRecord until(String lifetime) {
        return MachineStoreTest.machine("alice", "host", "web", NOON, List.of(), NOON.plus(Duration.parse(lifetime)));
    }
}
