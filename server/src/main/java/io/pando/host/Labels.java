package io.pando.host;

import java.util.regex.Pattern;

/** What a label is, of hosts and of machines. Pure. */
public final class Labels {
    /** How many one host or machine has at most. */
    public static final int MOST = 32;

    public static final String FORM =
            "A label has 1 to 63 letters, digits, dots, hyphens, underscores, slashes and equals signs, and begins with a letter or digit.";

    private static final int LONGEST = 63;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._=/-]{0,%d}".formatted(LONGEST - 1));

    private Labels() {}

    public static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** What somebody probably meant who wrote what is no label; perhaps none, either. */
    public static String corrected(String text) {
        String label = text.strip().replaceAll("[^A-Za-z0-9._=/-]+", "-").replaceAll("^[^A-Za-z0-9]+|-+$", "");
        return label.substring(0, Math.min(label.length(), LONGEST));
    }
}
