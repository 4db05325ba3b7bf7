package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.api.ProblemType;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final RequestLimits limits =
            new RequestLimits(TestDatabase.properties(Map.of("pando.access.requests-per-minute", "60")), clock);

    @Test
    void letSoManyPassAndSayWhenToTryAgain() {
        for (int request = 0; request < 60; request++) {
            limits.take("address 192.0.2.1", 1);
        }
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> limits.take("address 192.0.2.1", 1));
        assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        limits.take("address 192.0.2.1", 1);
        refuse("address 192.0.2.1", 1);
    }

    @Test
    void countWhatIsCostlyAsMore() {
        limits.take("account a", 30);
        limits.take("account a", 30);
        refuse("account a", 30);
        clock.advance(Duration.ofSeconds(30));
        limits.take("account a", 30);
    }

    @Test
    void letPassNowAndThenWhatCostsMoreThanAMinuteAllows() {
        limits.take("account a", 1_000);
        refuse("account a", 1_000);
        clock.advance(Duration.ofMinutes(1));
        limits.take("account a", 1_000);
    }

    @Test
    void keepNobodyElseOut() {
        limits.take("account a", 60);
        limits.take("account b", 60);
    }

    private void refuse(String who, int cost) {
        assertThatThrownBy(() -> limits.take(who, cost)).isInstanceOf(ProblemException.class);
    }
}
