package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
    private final PasswordHasher hasher = new PasswordHasher();

    @AfterEach
    void stop() {
        hasher.stop();
    }

    @Test
    void recognisesAPassword() {
        String kept = hasher.hash("pässword");
        assertThat(hasher.matches("pässword", kept)).isTrue();
        assertThat(hasher.matches("password", kept)).isFalse();
        assertThat(hasher.hash("pässword")).isNotEqualTo(kept);
    }

    @Test
    void matchesNothingWhereThereIsNoAccount() {
        assertThat(hasher.matches("", null)).isFalse();
    }

    @Test
    void takesTheSameTimeWhetherThereIsAnAccountOrNot() {
        String kept = hasher.hash("password one");
        long[] present = new long[15];
        long[] absent = new long[15];
        // In turn, so that whatever else the machine does slows both.
        for (int round = 0; round < present.length; round++) {
            present[round] = time(() -> hasher.matches("password two", kept));
            absent[round] = time(() -> hasher.matches("password two", null));
        }
        assertThat((double) median(absent) / median(present)).isBetween(0.5, 2.0);
    }

    private static long time(BooleanSupplier work) {
        long begin = System.nanoTime();
        assertThat(work.getAsBoolean()).isFalse();
        return System.nanoTime() - begin;
    }

    private static long median(long[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
