package io.pando.api;

import java.time.Instant;

/**
 * A computer that asks to be signed in.
 *
 * @param computer what it says it is called
 * @param address where it asked from
 */
public record HandOver(String code, String computer, String address, Instant createdAt, Instant expiresAt) {}
