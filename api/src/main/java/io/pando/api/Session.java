package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The caller's session.
 *
 * @param user who is signed in
 * @param expiresAt when the session ends by itself
 * @param provider the OpenID provider at which it was begun; null for name and password
 * @param mayMakeProjects whether the caller may make projects for teams
 */
public record Session(
        User user, Instant expiresAt, @Nullable String provider, boolean mayMakeProjects) {}
