package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says how long a machine is to run. An instant and not a span, so that a repeated request changes nothing more.
 *
 * @param expiresAt when its time is over, 1 minute to 5 years from now; null for never
 */
public record SetLifetime(@Nullable Instant expiresAt) {}
