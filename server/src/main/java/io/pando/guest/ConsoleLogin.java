package io.pando.guest;

import io.pando.guest.ConsolePrompts.Prompt;
import io.pando.guest.GuestException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gets from whatever a console shows to a shell of one's own: a boot still going on, a prompt for a name or for a password, a half-typed
 * line, a shell that somebody left there.
 */
final class ConsoleLogin {
    private static final String ERASE_LINE = "\u0015";
    private static final String INTERRUPT = "\u0003";
    /** Ends a line whatever was done to the terminal; a carriage return does so only where it is turned into this. */
    private static final String ENTER = "\n";
    /** What the key sends; boot loaders know nothing else. */
    private static final String RETURN = "\r";

    private static final Duration SHORTEST_ROUND = Duration.ofMillis(800);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);
    private static final Duration NAME_ACCEPTED = Duration.ofSeconds(20);
    private static final Duration QUICKLY = Duration.ofMillis(250);
    private static final Duration CAREFULLY = Duration.ofSeconds(1);
    private static final Duration PASSWORD_CHECKED_QUICKLY = Duration.ofSeconds(12);
    private static final Duration PASSWORD_CHECKED = Duration.ofSeconds(30);

    private final ConsoleTerminal terminal;
    private final Login login;
    private final Deadline deadline;
    private int password;
    private boolean careful;

    ConsoleLogin(ConsoleTerminal terminal, Login login, Deadline deadline) {
        this.terminal = terminal;
        this.login = login;
        this.deadline = deadline;
    }

    /**
     * Gets to a shell.
     *
     * @throws GuestException with {@link Reason#WRONG_ACCOUNT} when no password is accepted, {@link Reason#SILENT} when nothing is asked
     *     for in time
     */
    ConsoleShell signIn() throws InterruptedException {
        String keys = ERASE_LINE + RETURN;
        Duration round = SHORTEST_ROUND;
        int silentRounds = 0;
        int strangeRounds = 0;
        boolean passwordAskedBefore = false;
        while (!deadline.passed()) {
            try {
                terminal.type(keys, deadline);
                Prompt prompt = terminal.settle(deadline.atMost(round));
                if (prompt == Prompt.REFUSED) {
                    // That was for somebody else's attempt; the next question comes in a moment.
                    prompt = terminal.settle(deadline.atMost(LONGEST_ROUND));
                }
                keys = ERASE_LINE + ENTER;
                switch (prompt) {
                    case LOGIN -> {
                        ConsoleShell shell = tryAccount();
                        if (shell != null) {
                            return shell;
                        }
                        passwordAskedBefore = false;
                    }
                    // An empty answer leads back to the question for the name, an interrupt out of other programs'
                    // questions.
                    case PASSWORD -> {
                        keys = passwordAskedBefore ? INTERRUPT : ENTER;
                        passwordAskedBefore = !passwordAskedBefore;
                    }
                    case SHELL -> {
                        ConsoleShell shell = ConsoleShell.start(terminal, deadline, false);
                        if (shell != null) {
                            return shell;
                        }
                        keys = INTERRUPT + ENTER;
                    }
                    case NONE, REFUSED, EXPIRED -> {
                        boolean silent = !terminal.showedAnything();
                        silentRounds = silent ? silentRounds + 1 : 0;
                        strangeRounds++;
                        // A shell whose echo was switched off, by a session that broke off, shows nothing and yet
                        // obeys.
                        if (silentRounds >= 3 && silentRounds % 3 == 0) {
                            ConsoleShell shell = ConsoleShell.startBlindly(terminal, deadline);
                            if (shell != null) {
                                return shell;
                            }
                        }
                        keys = switch (strangeRounds % 4) {
                            case 1 -> ERASE_LINE + ENTER;
                            case 2 -> INTERRUPT;
                            default -> ERASE_LINE + RETURN;
                        };
                        round = round.multipliedBy(3).dividedBy(2).compareTo(LONGEST_ROUND) < 0
                                ? round.multipliedBy(3).dividedBy(2)
                                : LONGEST_ROUND;
                    }
                }
            } catch (GuestException failure) {
                if (failure.reason() != Reason.LOST || deadline.passed()) {
                    throw failure;
                }
                // The guest restarted. It will ask again.
                keys = ERASE_LINE + ENTER;
            }
        }
        throw terminal.silent("The guest's console did not ask for a login in time.");
    }

    private @Nullable ConsoleShell tryAccount() throws InterruptedException {
        terminal.type(login.name() + ENTER, deadline);
        Prompt prompt = terminal.settle(deadline.atMost(NAME_ACCEPTED));
        if (prompt == Prompt.PASSWORD) {
            // Some programs throw away what was typed before they listen, and that is a moment after they ask.
            deadline.pause(careful ? CAREFULLY : QUICKLY);
            terminal.type(login.passwords().get(password) + ENTER, deadline);
            prompt = terminal.settle(deadline.atMost(careful ? PASSWORD_CHECKED : PASSWORD_CHECKED_QUICKLY));
            if (prompt == Prompt.NONE && !terminal.showedAnything()) {
                careful = true;
            }
        }
        return switch (prompt) {
            case SHELL -> ConsoleShell.start(terminal, deadline, true);
            // A shell with a prompt that looks like none; what it is told shows whether it is one.
            case NONE -> terminal.showedAnything() ? ConsoleShell.start(terminal, deadline, true) : null;
            case EXPIRED ->
                throw new GuestException(
                        Reason.WRONG_ACCOUNT,
                        "The account %s may not log in on the console: it has expired or is locked."
                                .formatted(login.name()));
            case REFUSED, LOGIN, PASSWORD -> {
                refused();
                yield null;
            }
        };
    }

    private void refused() {
        if (!careful) {
            // Typed too soon, a part of it may have been thrown away, or what was typed before may have been taken for
            // it.
            careful = true;
            return;
        }
        password++;
        if (password >= login.passwords().size()) {
            throw new GuestException(
                    Reason.WRONG_ACCOUNT,
                    "The guest's console does not accept the account %s with the password that is known."
                            .formatted(login.name()));
        }
    }
}
