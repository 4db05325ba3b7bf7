package io.pando.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The streams of this run and what is at their ends. Data goes to {@link #out()}, everything said to people to {@link
 * #err()}.
 *
 * @param in standard input, unbuffered where keys must arrive at once
 * @param out for data, UTF-8
 * @param err for progress, notes, questions and errors, UTF-8
 * @param terminals which of the three streams are a terminal
 * @param width columns of the terminal, at least 40
 * @param colour whether words on a terminal may be coloured
 * @param unicode whether the terminal shows more than ASCII
 * @param lineDiscipline how keys and their echo are set
 */
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Set<StandardStream> terminals,
        int width,
        boolean colour,
        boolean unicode,
        LineDiscipline lineDiscipline) {

    private static final int DEFAULT_WIDTH = 80;
    private static final int LEAST_WIDTH = 40;

    public Terminal {
        terminals = Set.copyOf(terminals);
        width = Math.max(LEAST_WIDTH, width);
    }

    /**
     * The terminal as the launcher and the environment describe it.
     *
     * @param terminals names of the streams that are a terminal, for example {@code in,err}; null when nobody looked, and then none is taken for one
     * @param width columns; null or anything but a number when unknown
     */
    public static Terminal of(
            InputStream in,
            PrintStream out,
            PrintStream err,
            @Nullable String terminals,
            @Nullable String width,
            Map<String, String> environment) {
        Set<StandardStream> found = new HashSet<>();
        if (terminals != null) {
            for (String name : terminals.split(",", -1)) {
                if (!name.isBlank()) {
                    found.add(StandardStream.valueOf(name.toUpperCase(Locale.ROOT)));
                }
            }
        }
        boolean dumb = "dumb".equals(environment.get("TERM"));
        String noColour = environment.getOrDefault("NO_COLOR", "");
        return new Terminal(
                in,
                out,
                err,
                found,
                width != null && width.matches("[1-9]\\d{0,3}") ? Integer.parseInt(width) : DEFAULT_WIDTH,
                noColour.isEmpty() && !dumb,
                speaksUtf8(environment),
                new SttyLineDiscipline());
    }

    /** POSIX: the first of these variables that is set and not empty decides. */
    private static boolean speaksUtf8(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String upper = value.toUpperCase(Locale.ROOT);
                return upper.contains("UTF-8") || upper.contains("UTF8");
            }
        }
        return false;
    }

    public boolean isTerminal(StandardStream stream) {
        return terminals.contains(stream);
    }

    /** Whether somebody is there to see a question and to answer it. */
    public boolean canAsk() {
        return isTerminal(StandardStream.IN) && isTerminal(StandardStream.ERR);
    }

    /** How to colour what goes to this stream. */
    public Paint paint(StandardStream stream) {
        return new Paint(colour && isTerminal(stream));
    }

    /** Says a line to the person; never data. */
    public void note(String line) {
        err.println(PlainText.of(line));
        err.flush();
    }

    /**
     * Asks for a line.
     *
     * @return the line without its end; null when the input has ended
     * @throws IOException when the input cannot be read
     */
    public @Nullable String ask(String question) throws IOException {
        err.print(PlainText.of(question));
        err.flush();
        return readLine();
    }

    /**
     * Asks for a line that is not shown.
     *
     * @return the line without its end; null when the input has ended
     * @throws IOException when the input cannot be read or the echo not be switched off
     */
    public @Nullable String askSecret(String question) throws IOException {
        // Before the question: whoever answers at once must not see it either.
        try (LineDiscipline.Restoration _ = lineDiscipline.silent()) {
            return ask(question);
        } finally {
            err.println();
        }
    }

    /**
     * Asks yes or no until one of them is answered.
     *
     * @param byDefault what an empty line means
     * @return false too when the input has ended
     * @throws IOException when the input cannot be read
     */
    public boolean confirm(String question, boolean byDefault) throws IOException {
        while (true) {
            String answer = ask(question + (byDefault ? " [Y/n] " : " [y/N] "));
            if (answer == null) {
                err.println();
                return false;
            }
            switch (answer.strip().toLowerCase(Locale.ROOT)) {
                case "" -> {
                    return byDefault;
                }
                case "y", "yes" -> {
                    return true;
                }
                case "n", "no" -> {
                    return false;
                }
                default -> note("Please answer y or n.");
            }
        }
    }

    /**
     * The next line of standard input, read byte by byte so that nothing behind it is taken.
     *
     * @return the line without its end; null when the input has ended
     * @throws IOException when the input cannot be read
     */
    public @Nullable String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next == -1 && line.size() == 0) {
                return null;
            }
            if (next == -1 || next == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
        }
    }
}
