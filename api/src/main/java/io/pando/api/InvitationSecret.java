package io.pando.api;

/** The secret of an invitation's link, to see what it offers. */
public record InvitationSecret(String secret) {
    @Override
    public String toString() {
        return "InvitationSecret[]";
    }
}
