package io.pando.access;

import io.pando.api.Role;

/**
 * Who asks.
 *
 * @param userId id of the account
 * @param name sign-in name
 * @param credentialId id of the session or token that proved it
 */
public record Caller(String userId, String name, Role role, String credentialId) {

    public boolean administrator() {
        return role == Role.ADMINISTRATOR;
    }

    /** Whether the caller may see and change what that account owns. */
    public boolean mayActFor(String ownerId) {
        return administrator() || userId.equals(ownerId);
    }
}
