package io.pando.api;

import java.time.Instant;

/**
 * A person with an account.
 *
 * @param name sign-in name, unique, lower case
 * @param displayName how the page calls the person
 */
public record User(String id, String name, String displayName, Role role, Instant createdAt) {}
