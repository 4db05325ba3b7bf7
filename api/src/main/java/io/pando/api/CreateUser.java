package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for an account. Administrators only.
 *
 * @param name 1 to 32 characters, lower-case letters, digits and hyphens, begins with a letter
 * @param displayName null takes the name
 * @param password at least 8 characters
 * @param role null means {@link Role#MEMBER}
 */
public record CreateUser(
        String name,
        @Nullable String displayName,
        String password,
        @Nullable Role role) {
    @Override
    public String toString() {
        return "CreateUser[name=" + name + "]";
    }
}
