package io.pando.cli.invocation;

import io.pando.cli.terminal.Terminal;
import java.io.IOException;

/** Gets a new password from a person, twice, or from standard input, once. */
public final class NewPassword {
    private NewPassword() {}

    /**
     * The new password, not empty.
     *
     * @param what is asked for, for example {@code Password for ada}
     * @param fromInput whether the first line of standard input is the password
     * @throws Failure when there is none, or the two differ
     * @throws IOException when it cannot be read
     */
    public static String read(Terminal terminal, String what, boolean fromInput) throws IOException {
        if (fromInput) {
            String line = terminal.readLine();
            if (line == null || line.isEmpty()) {
                throw Failure.usage("There is no password on standard input.");
            }
            return line;
        }
        if (!terminal.canAsk()) {
            throw Failure.usage("There is no terminal to ask for a password on: use --password-stdin.");
        }
        String password = terminal.askSecret(what + ": ");
        if (password == null || password.isEmpty()) {
            throw Failure.cancelled("No password was given. Nothing was done.");
        }
        if (!password.equals(terminal.askSecret("The same again: "))) {
            throw Failure.cancelled("The two passwords differ. Nothing was done.");
        }
        return password;
    }
}
