package io.pando.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How quantities read. */
final class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "1023,1023 B",
        "1024,1 KiB",
        "1536,1.5 KiB",
        "3221225472,3 GiB",
        "943718400,900 MiB",
        "9223372036854775807,8 EiB"
    })
    void bytes(long bytes, String expected) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.0 s",
        "0.44,0.4 s",
        "9.94,9.9 s",
        "38.2,38 s",
        "60,1 min",
        "125,2 min 5 s",
        "12000,3 h 20 min",
        "-1,0.0 s"
    })
    void seconds(double seconds, String expected) {
        assertThat(Quantities.seconds(seconds)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "59,59 s", "60,1 min", "3600,1 h", "86400,1 d", "864000,10 d", "-5,0 s"})
    void age(long seconds, String expected) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        assertThat(Quantities.age(now.minusSeconds(seconds), now)).isEqualTo(expected);
    }

    @Test
    void nothingHasNoAge() {
        assertThat(Quantities.age(null, Instant.EPOCH)).isEmpty();
    }
}
