package io.pando.cli.quota;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads limits such as {@code 10}, {@code 64GiB} or {@code none}, as a number of bytes where there is a unit; -1 is none. */
final class LimitText implements ITypeConverter<Long> {
    static final long NONE = -1;

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(|m|mib|g|gib|t|tib)");

    @Override
    public Long convert(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("none")) {
            return NONE;
        }
        Matcher matcher = FORM.matcher(word);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no limit; write it like 10, 64GiB or none");
        }
        long number = Long.parseLong(matcher.group(1));
        int shift =
                switch (matcher.group(2).isEmpty() ? ' ' : matcher.group(2).charAt(0)) {
                    case 'm' -> 20;
                    case 'g' -> 30;
                    case 't' -> 40;
                    default -> 0;
                };
        if (number > Long.MAX_VALUE >> shift) {
            throw new TypeConversionException("'" + text + "' is too large");
        }
        return number << shift;
    }
}
