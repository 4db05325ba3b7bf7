package io.pando.access;

import io.pando.api.Role;
import io.pando.api.TokenRight;

/**
 * Who asks.
 *
 * @param userId id of the account
 * @param name sign-in name
 * @param role of the account on the whole installation
 * @param credentialId id of the session or token that proved it
 * @param scope how far that credential reaches
 */
public record Caller(String userId, String name, Role role, String credentialId, Scope scope) {

    /** With a credential that reaches as far as its owner. */
    public Caller(String userId, String name, Role role, String credentialId) {
        this(userId, name, role, credentialId, Scope.WHOLE);
    }

    /** Whether the caller acts as an administrator: is one, with a credential that is meant for it. */
    public boolean administrator() {
        return role == Role.ADMINISTRATOR
                && scope.projectId() == null
                && scope.rights().contains(TokenRight.ADMINISTRATION);
    }

    /**
     * Whether the caller may see and change what is that account's alone: the account itself, and what belongs to no project. What
     * belongs to a project is decided by {@link ProjectAccess}.
     */
    public boolean mayActFor(String ownerId) {
        return administrator() || (scope.projectId() == null && userId.equals(ownerId));
    }
}
