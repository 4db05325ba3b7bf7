package io.pando.cli.terminal;

/**
 * Colours words, or leaves them as they are.
 *
 * @param on whether the stream is a terminal that wants colour
 */
public record Paint(boolean on) {

    public String strong(String text) {
        return wrap("1", text);
    }

    public String faint(String text) {
        return wrap("2", text);
    }

    public String good(String text) {
        return wrap("32", text);
    }

    public String bad(String text) {
        return wrap("31", text);
    }

    public String moving(String text) {
        return wrap("33", text);
    }

    private String wrap(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
