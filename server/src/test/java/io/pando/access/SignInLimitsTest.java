package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.database.SettableClock;
import io.pando.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final SignInLimits limits = new SignInLimits(clock);

    @Test
    void letsTenFailuresAMinutePassForANameFromAnAddress() {
        fail(10, "192.0.2.1", "ada");
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> limits.begin("192.0.2.1", "ada"));
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(6));
        assertThat(refused.problem().help()).isEqualTo("Try again in 6 seconds.");
        clock.advance(Duration.ofSeconds(6));
        limits.begin("192.0.2.1", "ada");
        refused("192.0.2.1", "ada");
    }

    @Test
    void takesForAGuessWhatFollowsSeveralFailuresFromTheSameAddress() {
        for (int i = 0; i < 5; i++) {
            SignInLimits.Attempt attempt = limits.begin("192.0.2.1", "name" + i);
            assertThat(attempt.guess()).isFalse();
            attempt.failed();
        }
        assertThat(limits.begin("192.0.2.1", "ada").guess()).isTrue();
        assertThat(limits.begin("192.0.2.2", "ada").guess()).isFalse();
        clock.advance(Duration.ofMinutes(1));
        assertThat(limits.begin("192.0.2.1", "ada").guess()).isFalse();
    }

    @Test
    void keepsNobodyOutWhoComesFromElsewhere() {
        fail(10, "192.0.2.1", "ada");
        limits.begin("192.0.2.2", "ada");
        limits.begin("192.0.2.1", "bob");
    }

    @Test
    void letsAHundredFailuresAMinutePassForAnAddress() {
        for (int i = 0; i < 100; i++) {
            limits.begin("192.0.2.1", "name" + i);
        }
        refused("192.0.2.1", "another");
        limits.begin("192.0.2.2", "another");
    }

    @Test
    void takesTheAddressesOfOneSubscriberTogether() {
        fail(10, "2001:db8:1:2::1", "ada");
        refused("2001:db8:1:2:ffff:ffff:ffff:ffff", "ada");
        limits.begin("2001:db8:1:3::1", "ada");
    }

    @Test
    void forgivesOnlyTheAttemptThatSucceeded() {
        fail(9, "192.0.2.1", "ada");
        limits.begin("192.0.2.1", "ada").succeeded();
        limits.begin("192.0.2.1", "ada");
        refused("192.0.2.1", "ada");
    }

    @Test
    void startsAnewAfterAMinute() {
        fail(10, "192.0.2.1", "ada");
        clock.advance(Duration.ofMinutes(1));
        fail(10, "192.0.2.1", "ada");
        refused("192.0.2.1", "ada");
    }

    private void fail(int times, String address, String name) {
        for (int i = 0; i < times; i++) {
            limits.begin(address, name);
        }
    }

    private void refused(String address, String name) {
        assertThatThrownBy(() -> limits.begin(address, name)).isInstanceOf(ProblemException.class);
    }
}
