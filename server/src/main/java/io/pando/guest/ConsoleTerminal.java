package io.pando.guest;

import io.pando.guest.ConsolePrompts.Prompt;
import io.pando.guest.GuestException.Reason;
import io.pando.host.HostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A console as something to type on and to read from, with a bounded memory of what it showed. For one thread. */
final class ConsoleTerminal {
    private static final int REMEMBERED = 8 * 1_024;
    private static final Pattern KERNEL_MESSAGE = Pattern.compile("\\[ *\\d+\\.\\d{6}\\] ");
    private static final int LONGEST_LINE = 1_024;
    /** How long a prompt must stand before it is believed that nothing follows. */
    private static final Duration STANDING = Duration.ofMillis(150);
    /** How long the console may be impossible to open while the guest is being started. */
    private static final Duration STARTING = Duration.ofSeconds(8);

    private final SerialHub.Tap tap;
    private final StringBuilder heard = new StringBuilder();
    private @Nullable Deadline unopened;

    ConsoleTerminal(SerialHub.Tap tap) {
        this.tap = tap;
    }

    /** Types, and forgets what was shown before. */
    void type(String keys, Deadline deadline) throws InterruptedException {
        heard.setLength(0);
        send(keys, deadline);
    }

    /** Types. */
    void send(String keys, Deadline deadline) throws InterruptedException {
        tap.write(keys.getBytes(StandardCharsets.UTF_8), deadline);
    }

    /**
     * Listens until the console shows something known and then stands still.
     *
     * @return {@link Prompt#NONE} when there was nothing known until the deadline
     */
    Prompt settle(Deadline deadline) throws InterruptedException {
        while (true) {
            Prompt prompt = heard.isEmpty() ? Prompt.NONE : ConsolePrompts.last(heard);
            if (prompt == Prompt.NONE) {
                if (!listen(deadline.left()) && deadline.passed()) {
                    return Prompt.NONE;
                }
            } else if (!listen(STANDING) || deadline.passed()) {
                return prompt;
            }
        }
    }

    /** Whether the console showed anything since it was last typed on. */
    boolean showedAnything() {
        return !ConsolePrompts.plain(heard).isBlank();
    }

    /** Listens until a line has come that is this one, or begins with this and a space. */
    boolean awaitLine(String beginning, Deadline deadline) throws InterruptedException {
        while (!deadline.passed()) {
            String plain = heard.toString();
            if (plain.startsWith(beginning + " ") || plain.contains("\n" + beginning + " ")) {
                return true;
            }
            Prompt prompt = ConsolePrompts.last(heard);
            if (prompt == Prompt.LOGIN || prompt == Prompt.REFUSED) {
                return false;
            }
            listen(deadline.left());
        }
        return false;
    }

    /**
     * The next line without its end, and without messages of the kernel in the middle of it.
     *
     * @return null when none came in time
     */
    @Nullable
    String line(Deadline deadline) throws InterruptedException {
        StringBuilder begun = new StringBuilder();
        for (String line = rawLine(deadline); line != null; line = rawLine(deadline)) {
            Matcher message = KERNEL_MESSAGE.matcher(line);
            if (!message.find()) {
                return begun.append(line).toString();
            }
            // The message ends with its line; what it cut in two goes on behind it.
            begun.append(line, 0, message.start());
            if (begun.length() > LONGEST_LINE) {
                begun.setLength(0);
            }
        }
        return null;
    }

    private @Nullable String rawLine(Deadline deadline) throws InterruptedException {
        int searched = 0;
        while (true) {
            for (int index = searched; index < heard.length(); index++) {
                if (heard.charAt(index) == '\n') {
                    String line = heard.substring(0, index);
                    heard.delete(0, index + 1);
                    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                }
            }
            if (heard.length() > LONGEST_LINE) {
                // No line of Pando's own is that long.
                heard.setLength(0);
            }
            searched = heard.length();
            if (!listen(deadline.left()) && deadline.passed()) {
                return null;
            }
        }
    }

    /** Waits for output and remembers it; false when nothing came in time. */
    private boolean listen(Duration wait) throws InterruptedException {
        Deadline deadline = Deadline.in(wait);
        do {
            byte[] bytes = tap.read(deadline.left(Duration.ofMillis(500)));
            if (bytes != null) {
                unopened = null;
                heard.append(new String(bytes, StandardCharsets.ISO_8859_1));
                if (heard.length() > 4 * REMEMBERED) {
                    heard.delete(0, heard.length() - REMEMBERED);
                }
                return true;
            }
            refuseWhenOff();
        } while (!deadline.passed());
        return false;
    }

    /** A guest that is off will not answer, however long one waits. */
    private void refuseWhenOff() {
        HostException trouble = tap.trouble();
        if (trouble == null) {
            unopened = null;
        } else if (unopened == null) {
            unopened = Deadline.in(STARTING);
        } else if (unopened.passed() && !trouble.passing()) {
            throw new HostException(trouble.reason(), "The guest's console cannot be opened.", trouble);
        }
    }

    /** Nothing came in time; says why where that is known. */
    GuestException silent(String what) {
        HostException trouble = tap.trouble();
        return trouble == null
                ? new GuestException(Reason.SILENT, what)
                : new GuestException(
                        Reason.SILENT, what + " " + trouble.problem().detail(), trouble);
    }
}
