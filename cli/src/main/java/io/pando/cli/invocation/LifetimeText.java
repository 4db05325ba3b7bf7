package io.pando.cli.invocation;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** Reads durations as {@link DurationText} does, or as ISO 8601 has them, for the server, which says whether they will do. */
public final class LifetimeText implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        String plain = text.strip().toUpperCase(Locale.ROOT);
        return plain.startsWith("P") ? plain : new DurationText().convert(text).toString();
    }
}
