package io.pando.guest;

import java.util.List;

/**
 * An account of a guest with which Pando logs in on the console.
 *
 * @param name 1 to 64 printable ASCII characters without spaces
 * @param passwords tried in turn, at least one; several where it is not certain whether a password was replaced already. The empty
 *     one is for accounts that are asked for none. Printable, at most 256 characters
 */
public record Login(String name, List<String> passwords) {
    public Login {
        passwords = List.copyOf(passwords);
        if (!name.matches("[\\x21-\\x7e]{1,64}") || name.startsWith("-")) {
            throw new IllegalArgumentException("The name of a console account has 1 to 64 printable characters.");
        }
        if (passwords.isEmpty() || passwords.stream().anyMatch(Login::unusable)) {
            throw new IllegalArgumentException(
                    "The password of a console account has at most 256 characters and no control characters.");
        }
    }

    /** An account with one password. */
    public static Login of(String name, String password) {
        return new Login(name, List.of(password));
    }

    private static boolean unusable(String password) {
        return password.length() > 256 || password.chars().anyMatch(Character::isISOControl);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "Login[name=" + name + "]";
    }
}
