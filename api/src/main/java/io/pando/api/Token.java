package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API token, without its secret.
 *
 * @param name what its owner calls it
 * @param lastUsedAt null when it was never used
 */
public record Token(
        String id,
        String name,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
