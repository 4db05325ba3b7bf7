package io.pando.cli.output;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing to show of an object: a column of its table and a line of its details.
 *
 * @param name what {@code -o columns=} calls it
 * @param title the table's heading and the label in the details
 * @param listed whether the table has it when nobody asks for columns
 * @param value text; null or empty where there is nothing to show
 */
public record Column<T>(String name, String title, boolean listed, Function<T, @Nullable String> value) {

    /** A column of the usual table. */
    public static <T> Column<T> listed(String name, String title, Function<T, @Nullable String> value) {
        return new Column<>(name, title, true, value);
    }

    /** A column that appears in details, and in tables when it is asked for. */
    public static <T> Column<T> further(String name, String title, Function<T, @Nullable String> value) {
        return new Column<>(name, title, false, value);
    }

    String text(T object) {
        String text = value.apply(object);
        return text == null ? "" : text;
    }
}
