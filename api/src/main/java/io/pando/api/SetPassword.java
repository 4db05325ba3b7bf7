package io.pando.api;

/**
 * Sets a password: one's own, or an administrator anybody's. Ends all sessions and tokens of that account.
 *
 * @param password at least 8 characters
 */
public record SetPassword(String password) {
    @Override
    public String toString() {
        return "SetPassword[]";
    }
}
