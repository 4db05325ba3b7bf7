package io.pando.api;

import java.time.Instant;

/**
 * The caller's session.
 *
 * @param user who is signed in
 * @param expiresAt when the session ends by itself
 */
public record Session(User user, Instant expiresAt) {}
