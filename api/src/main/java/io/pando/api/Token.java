package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token, without its secret.
 *
 * @param name what its owner calls it
 * @param lastUsedAt null when it was never used
 * @param rights what it lets a program do, in the order of {@link TokenRight}
 * @param project the only project that it reaches; null for all
 */
public record Token(
        String id,
        String name,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        List<TokenRight> rights,
        @Nullable ProjectReference project) {
    public Token {
        rights = List.copyOf(rights);
    }
}
