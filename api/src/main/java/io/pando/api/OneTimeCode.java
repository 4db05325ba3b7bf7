package io.pando.api;

/**
 * A one-time code.
 *
 * @param code six digits from the app, or where one signs in a recovery code; spaces and hyphens do not matter
 */
public record OneTimeCode(String code) {
    @Override
    public String toString() {
        return "OneTimeCode[]";
    }
}
