package io.pando.api;

/**
 * Begins to set up one-time codes. Nothing changes for signing in until a code was shown.
 *
 * @param password of the account, once more: a session that was left open is not enough
 */
public record EnrolSecondFactor(String password) {
    @Override
    public String toString() {
        return "EnrolSecondFactor[]";
    }
}
