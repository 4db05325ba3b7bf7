package io.pando.cli.terminal;

/**
 * Text that does nothing to a terminal but show letters. Names, host names and messages come from guests and other
 * people, and a terminal obeys control characters wherever they come from.
 */
public final class PlainText {
    private PlainText() {}

    /** The text with each control and formatting character replaced by {@code ?}, line breaks and tabs by a space. */
    public static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (character == '\n' || character == '\r' || character == '\t') {
                plain.append(' ');
            } else if (Character.isISOControl(character)
                    || Character.getType(character) == Character.FORMAT
                    || Character.getType(character) == Character.LINE_SEPARATOR
                    || Character.getType(character) == Character.PARAGRAPH_SEPARATOR
                    || Character.getType(character) == Character.SURROGATE) {
                plain.append('?');
            } else {
                plain.appendCodePoint(character);
            }
        });
        return plain.toString();
    }
}
