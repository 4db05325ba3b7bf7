package io.pando.api;

import java.time.Instant;

/**
 * A person with an account.
 *
 * @param name sign-in name, unique, lower case
 * @param displayName how the page calls the person
 * @param disabled whether the person may not sign in for now
 */
public record User(String id, String name, String displayName, Role role, Instant createdAt, boolean disabled) {

    /** A person who may sign in. */
    public User(String id, String name, String displayName, Role role, Instant createdAt) {
        this(id, name, displayName, role, createdAt, false);
    }
}
