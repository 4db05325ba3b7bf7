package io.pando.cli.image;

import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.Quantities;
import io.pando.cli.terminal.PlainText;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line that says how far a file is: moving on a terminal, and none elsewhere. */
final class TransferLine implements AutoCloseable {
    private static final int WIDTH = 24;

    private final Terminal terminal;
    private final Invocation invocation;
    private final String name;
    private final boolean moves;
    private String doing = "";
    private @Nullable Instant begin;
    private long first;

    TransferLine(Invocation invocation, String name) {
        this.invocation = invocation;
        this.terminal = invocation.terminal();
        this.name = PlainText.of(name);
        this.moves = terminal.isTerminal(StandardStream.ERR);
    }

    void show(String verb, long done, long size) {
        if (!moves) {
            return;
        }
        Instant now = invocation.surroundings().waiting().now();
        if (!verb.equals(doing) || begin == null) {
            doing = verb;
            begin = now;
            first = done;
        }
        double seconds = Duration.between(begin, now).toMillis() / 1000.0;
        double speed = seconds < 0.5 ? 0 : (done - first) / seconds;
        String left = speed <= 0 ? "" : "  about " + Quantities.seconds(Math.ceil((size - done) / speed)) + " left";
        int filled = (int) (WIDTH * done / Math.max(1, size));
        String full = terminal.unicode() ? "\u2588" : "#";
        String empty = terminal.unicode() ? "\u2591" : ".";
        String text = String.format(
                Locale.ROOT,
                "%s%s %3d %%  %s %s of %s%s",
                full.repeat(filled),
                empty.repeat(WIDTH - filled),
                100 * done / Math.max(1, size),
                verb,
                Quantities.bytes(done),
                Quantities.bytes(size),
                left);
        int most = Math.max(1, terminal.width() - 1);
        terminal.err().print("\r\u001b[K" + (text.length() <= most ? text : text.substring(0, most)));
        terminal.err().flush();
    }

    void note(String line) {
        clear();
        terminal.note(name + ": " + line);
    }

    private void clear() {
        if (moves && begin != null) {
            // Back to the first column, and erase to the end of the line (ECMA-48).
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
