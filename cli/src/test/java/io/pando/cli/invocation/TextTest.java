package io.pando.cli.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** How durations and sizes are read. */
final class TextTest {

    @ParameterizedTest
    @CsvSource({"90,PT90S", "90s,PT90S", "5m,PT5M", "1h30m,PT90M", "30d,P30D", "1d1h1m1s,PT25H1M1S"})
    void readsDurations(String text, Duration expected) {
        assertThat(new DurationText().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "0s", "s", "-1", "1.5h", "5 m", "m5", "99999999999999999999"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> new DurationText().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"512,512", "512m,512", "512MiB,512", "2G,2048", "1.5GiB,1536", "2 gib,2048", "1T,1048576"})
    void readsMemory(String text, int mebibytes) {
        assertThat(new MemoryText().convert(text)).isEqualTo(mebibytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lots", "-1", "1.0001G", "2GB", "9999999T", "12345678"})
    void refusesOtherMemory(String text) {
        assertThatThrownBy(() -> new MemoryText().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
