package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The caller's session.
 *
 * @param user who is signed in
 * @param expiresAt when the session ends by itself
 * @param provider the OpenID provider at which it was begun; null for name and password
 */
public record Session(
        User user, Instant expiresAt, @Nullable String provider) {}
