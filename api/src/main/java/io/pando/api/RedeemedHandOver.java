package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a computer that asks.
 *
 * @param user who approved; null while nobody has
 * @param token null while nobody has approved
 */
public record RedeemedHandOver(
        @Nullable User user, @Nullable CreatedToken token) {}
