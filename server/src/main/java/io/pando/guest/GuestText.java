package io.pando.guest;

import java.nio.charset.StandardCharsets;

/** Text that a guest said, made fit to be shown. */
public final class GuestText {
    private GuestText() {}

    /** At most so many characters, in one line, without control characters and without what reorders text. */
    public static String shown(String text, int most) {
        StringBuilder shown = new StringBuilder();
        boolean gap = false;
        for (int index = 0; index < text.length() && shown.length() < most; index++) {
            char character = text.charAt(index);
            int type = Character.getType(character);
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                gap = !shown.isEmpty();
            } else if (!Character.isISOControl(character)
                    && type != Character.FORMAT
                    && type != Character.SURROGATE
                    && type != Character.UNASSIGNED
                    && type != Character.PRIVATE_USE) {
                if (gap) {
                    shown.append(' ');
                    gap = false;
                }
                shown.append(character);
            }
        }
        return shown.toString();
    }

    /** Like the other one, of UTF-8. */
    public static String shown(byte[] text, int most) {
        return shown(new String(text, StandardCharsets.UTF_8), most);
    }
}
