package io.pando.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/**
 * How often somebody may try to sign in: 10 failures a minute for a name from an address, 100 for an address. Nobody else's
 * failures ever keep a person out who comes from another address.
 */
@Component
final class SignInLimits {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final long PER_NAME = 10;
    private static final long PER_ADDRESS = 100;
    /** So many attempts a minute may be wrong before an address counts as one that guesses come from. */
    private static final long FORGIVEN = 5;

    /** How long the answer to an attempt that is not even looked at is held back. */
    private static final Duration REFUSAL = Duration.ofMillis(40);

    private static final long MOST_KEPT = 20_000;
    private static final int LONGEST_NAME = 64;

    private final TimeMeter time;
    private final Cache<String, Bucket> names;
    private final Cache<String, Bucket> addresses;
    private final Cache<String, Bucket> failed;

    SignInLimits(Clock clock) {
        this.time = new ClockMeter(clock);
        this.names = cache();
        this.addresses = cache();
        this.failed = cache();
    }

    private Cache<String, Bucket> cache() {
        // After a period without use a bucket is full again, so forgetting it forgives nothing.
        return Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterAccess(PERIOD)
                .ticker(time::currentTimeNanos)
                .build();
    }

    /**
     * Counts an attempt.
     *
     * @throws ProblemException too many requests, when the limit has been reached
     */
    Attempt begin(String address, String name) {
        String network = Network.of(address);
        Bucket ofAddress = addresses.get(network, key -> bucket(PER_ADDRESS));
        take(ofAddress);
        String shortName = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        Bucket ofName = names.get(network + ' ' + shortName, key -> bucket(PER_NAME));
        take(ofName);
        Bucket failures = failed.get(network, key -> bucket(FORGIVEN));
        boolean guess = failures.getAvailableTokens() == 0;
        return new Attempt() {
            @Override
            public boolean guess() {
                return guess;
            }

            @Override
            public void failed() {
                failures.tryConsume(1);
            }

            @Override
            public void succeeded() {
                ofAddress.addTokens(1);
                ofName.addTokens(1);
            }
        };
    }

    private static void take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            holdBack();
            throw ProblemException.tooManyRequests(
                    "There were too many attempts to sign in.",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()),
                    null);
        }
    }

    /** A flood of attempts, each of which comes when the last one was answered, then leaves the processors to others. */
    private static void holdBack() {
        LockSupport.parkNanos(REFUSAL.toNanos());
    }

    private Bucket bucket(long perPeriod) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perPeriod).refillGreedy(perPeriod, PERIOD))
                .withCustomTimePrecision(time)
                .build();
    }

    /** One attempt that has been counted. */
    interface Attempt {
        /** Whether several attempts from the same address have failed lately. */
        boolean guess();

        /** It was wrong: what comes from the same address next may be a guess. */
        void failed();

        /** Takes it back: only failures count. */
        void succeeded();
    }

    /** Time as a clock tells it, which tests move by hand. */
    record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
