package io.pando.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy policy = new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(3));

    @Test
    void pausesTwiceAsLongEachTimeUpToALimit() {
        assertThat(policy.pause(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(policy.pause(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.pause(3)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.pause(4)).isEqualTo(Duration.ofSeconds(3));
        assertThat(policy.pause(1_000_000)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void givesUpAfterItsAttempts() {
        assertThat(policy.again(4)).isTrue();
        assertThat(policy.again(5)).isFalse();
    }
}
