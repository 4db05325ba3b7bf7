package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for an API token of one's own.
 *
 * @param name 1 to 64 characters, for example the name of the computer it is for
 * @param lifetimeSeconds 60 to 31,536,000 (a year); null means 90 days
 */
public record CreateToken(String name, @Nullable Long lifetimeSeconds) {}
