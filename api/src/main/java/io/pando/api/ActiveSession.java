package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session of the page that has not ended.
 *
 * @param address where it was begun
 * @param userAgent what the browser said of itself then; empty when it said nothing
 * @param provider the OpenID provider at which it was begun; null for name and password
 * @param current whether the caller's request came by it
 */
public record ActiveSession(
        String id,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        Instant expiresAt,
        String address,
        String userAgent,
        @Nullable String provider,
        boolean current) {}
