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
        long present = median(() -> hasher.matches("password two", kept));
        long absent = median(() -> hasher.matches("password two", null));
        assertThat((double) absent / present).isBetween(0.5, 2.0);
    }

    private static long median(BooleanSupplier work) {
        long[] times = new long[9];
        for (int i = 0; i < times.length; i++) {
            long begin = System.nanoTime();
            assertThat(work.getAsBoolean()).isFalse();
            times[i] = System.nanoTime() - begin;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
