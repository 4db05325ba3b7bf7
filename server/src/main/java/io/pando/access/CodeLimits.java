package io.pando.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How many one-time codes may be tried for an account: 10, then one in five minutes, from wherever they come. A code has a million values
 * and three count at a time. Only who knows the password gets so far, so strangers keep nobody out.
 */
@Component
final class CodeLimits {
    private static final int MOST = 10;
    private static final Duration PERIOD = Duration.ofMinutes(50);
    private static final long MOST_KEPT = 20_000;

    private final TimeMeter time;
    private final Cache<String, Bucket> accounts;

    CodeLimits(Clock clock) {
        this.time = new SignInLimits.ClockMeter(clock);
        // After a period without use a bucket is full again, so forgetting it forgives nothing.
        this.accounts = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterAccess(PERIOD)
                .ticker(time::currentTimeNanos)
                .build();
    }

    /**
     * Counts an attempt.
     *
     * @return takes it back: only failures count
     * @throws ProblemException too many requests, when the limit has been reached
     */
    Runnable begin(String userId) {
        Bucket bucket = accounts.get(
                userId,
                key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(MOST).refillGreedy(MOST, PERIOD))
                        .withCustomTimePrecision(time)
                        .build());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw ProblemException.tooManyRequests(
                    "There were too many wrong codes.", Duration.ofNanos(probe.getNanosToWaitForRefill()), null);
        }
        return () -> bucket.addTokens(1);
    }
}
