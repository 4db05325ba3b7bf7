package io.pando.builder;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes lines such as {@code 40 Reading the list of packages} out of what comes in pieces. What is no such line is passed over. */
final class ProgressLines {
    private static final int LONGEST = 200;
    private static final Pattern LINE = Pattern.compile("([0-9]{1,3}) (\\S.*)");

    private final Consumer<BuilderProgress> listener;
    private String rest = "";

    ProgressLines(Consumer<BuilderProgress> listener) {
        this.listener = listener;
    }

    void take(String text) {
        String[] lines = (rest + text).split("\n", -1);
        for (int index = 0; index < lines.length - 1; index++) {
            line(lines[index]);
        }
        String begun = lines[lines.length - 1];
        rest = begun.substring(0, Math.min(begun.length(), 2 * LONGEST));
    }

    private void line(String text) {
        Matcher line = LINE.matcher(text);
        if (line.matches()) {
            String detail = line.group(2).replaceAll("\\p{Cntrl}", " ");
            listener.accept(new BuilderProgress(
                    Math.min(100, Integer.parseInt(line.group(1))),
                    detail.substring(0, Math.min(LONGEST, detail.length()))));
        }
    }
}
