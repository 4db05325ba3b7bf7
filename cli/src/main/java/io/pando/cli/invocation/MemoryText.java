package io.pando.cli.invocation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes of memory such as {@code 512}, {@code 512MiB}, {@code 2G} or {@code 1.5GiB}, as MiB. */
public final class MemoryText implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)\\s*(|m|mib|g|gib|t|tib)");

    @Override
    public Integer convert(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            double number = Double.parseDouble(matcher.group(1));
            double mebibytes =
                    switch (matcher.group(2).isEmpty() ? 'm' : matcher.group(2).charAt(0)) {
                        case 'g' -> number * 1024;
                        case 't' -> number * 1024 * 1024;
                        default -> number;
                    };
            if (mebibytes == Math.rint(mebibytes) && mebibytes <= Integer.MAX_VALUE) {
                return (int) mebibytes;
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is no size of memory in whole MiB; write it like 512MiB or 2GiB");
    }
}
