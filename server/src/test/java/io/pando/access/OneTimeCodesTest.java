package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneTimeCodesTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238, appendix B, of which apps show the last six digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void areThoseOfTheStandard(long second, String code) {
        assertThat(OneTimeCodes.code(SECRET, OneTimeCodes.period(Instant.ofEpochSecond(second))))
                .isEqualTo(code);
    }

    @Test
    void countForHalfAMinuteMoreOrLess() {
        Instant now = Instant.ofEpochSecond(1_234_567_890);
        String code = OneTimeCodes.code(SECRET, OneTimeCodes.period(now));
        assertThat(OneTimeCodes.match(SECRET, code, now.minusSeconds(30), 0)).isPresent();
        assertThat(OneTimeCodes.match(SECRET, code, now.plusSeconds(30), 0)).isPresent();
        assertThat(OneTimeCodes.match(SECRET, code, now.minusSeconds(60), 0)).isEmpty();
        assertThat(OneTimeCodes.match(SECRET, code, now.plusSeconds(60), 0)).isEmpty();
    }

    @Test
    void neverCountOnceTheirPeriodWasTaken() {
        Instant now = Instant.ofEpochSecond(1_234_567_890);
        long period = OneTimeCodes.period(now);
        assertThat(OneTimeCodes.match(SECRET, OneTimeCodes.code(SECRET, period), now, period))
                .isEmpty();
        assertThat(OneTimeCodes.match(SECRET, OneTimeCodes.code(SECRET, period - 1), now, period))
                .isEmpty();
        assertThat(OneTimeCodes.match(SECRET, OneTimeCodes.code(SECRET, period + 1), now, period))
                .hasValue(period + 1);
    }

    /** RFC 4648, section 10. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void secretsAreTypedAsBase32(String bytes, String text) {
        assertThat(OneTimeCodes.base32(bytes.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(text);
    }
}
