package io.pando.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.pando.configuration.PandoProperties;
import io.pando.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * How often an address may use what answers strangers, and an account what is costly. Each server counts for itself: several behind one
 * address allow as many times more.
 */
@Component
class RequestLimits implements HandlerInterceptor {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final long MOST_KEPT = 20_000;

    private final int perMinute;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    RequestLimits(PandoProperties properties, Clock clock) {
        this.perMinute = properties.access().requestsPerMinute();
        this.time = new SignInLimits.ClockMeter(clock);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterAccess(PERIOD)
                .ticker(time::currentTimeNanos)
                .build();
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Requires requires = method.getMethodAnnotation(Requires.class);
            Costs costs = method.getMethodAnnotation(Costs.class);
            Caller caller = caller();
            if (costs != null && caller != null) {
                take("account " + caller.userId(), costs.value());
            } else if (requires != null && requires.value() == Right.ANYONE && caller == null) {
                take("address " + Network.of(request.getRemoteAddr()), costs == null ? 1 : costs.value());
            }
        }
        return true;
    }

    private static @Nullable Caller caller() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller ? caller : null;
    }

    /**
     * Counts a request.
     *
     * @throws ProblemException too many requests, when the limit has been reached
     */
    void take(String who, int cost) {
        Bucket bucket = buckets.get(
                who,
                key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                        .withCustomTimePrecision(time)
                        .build());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(Math.min(cost, perMinute));
        if (!probe.isConsumed()) {
            throw ProblemException.tooManyRequests(
                    "There were too many requests within a minute.",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()),
                    null);
        }
    }
}
