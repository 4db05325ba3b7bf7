package io.pando.cli.invocation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the values of an enum as people write them: lower case, hyphens.
 *
 * @param type with the values that are allowed
 */
public record Words<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {

    @Override
    public E convert(String text) {
        for (E value : values(type)) {
            if (word(value).equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return value;
            }
        }
        throw new TypeConversionException("'" + text + "' is none of "
                + String.join(", ", values(type).stream().map(Words::word).toList()));
    }

    /** How people write a value. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E> List<E> values(Class<E> type) {
        E[] values = type.getEnumConstants();
        return values == null ? List.of() : Arrays.asList(values);
    }
}
