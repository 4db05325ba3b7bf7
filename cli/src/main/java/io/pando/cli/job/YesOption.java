package io.pando.cli.job;

import io.pando.cli.invocation.Failure;
import io.pando.cli.terminal.Terminal;
import java.io.IOException;
import picocli.CommandLine.Option;

/** For commands that ask before they begin. */
public final class YesOption {

    @Option(
            names = {"-y", "--yes"},
            order = 93,
            description = "Do it without asking.")
    private boolean yes;

    public boolean given() {
        return yes;
    }

    /**
     * Asks before something is deleted, where it was not said already.
     *
     * @param what is about to be done, for example {@code Delete project lab}
     * @throws Failure when the answer is no, or there is nobody to ask
     */
    public void confirm(Terminal terminal, String what) throws IOException {
        if (yes) {
            return;
        }
        if (!terminal.canAsk()) {
            throw nobodyToAsk(what);
        }
        if (!terminal.confirm(what + "?", false)) {
            throw nothingDone();
        }
    }

    static Failure nobodyToAsk(String what) {
        return Failure.usage(what + "? There is no terminal to ask on: add --yes if you mean it.");
    }

    static Failure nothingDone() {
        return Failure.cancelled("Nothing was done.");
    }
}
