package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * A new invitation.
 *
 * @param secret of a link, shown this once; null when an account was named
 */
public record CreatedInvitation(
        Invitation invitation, @Nullable String secret) {
    @Override
    public String toString() {
        return "CreatedInvitation[invitation=" + invitation + "]";
    }
}
