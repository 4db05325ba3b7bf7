package io.pando.cli.output;

import java.util.Arrays;
import java.util.List;

/** One value of the option {@code -o}; several go together. */
public sealed interface OutputChoice {

    /** How all is written. */
    enum Format implements OutputChoice {
        TABLE,
        JSON,
        YAML
    }

    /**
     * Which columns a table has.
     *
     * @param names in the order of the table, at least one
     */
    record Columns(List<String> names) implements OutputChoice {
        public Columns {
            names = List.copyOf(names);
        }
    }

    /** No heading above a table. */
    record NoHeader() implements OutputChoice {}

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException when it is none, with a message for people
     */
    static OutputChoice parse(String value) {
        return switch (value) {
            case "table" -> Format.TABLE;
            case "json" -> Format.JSON;
            case "yaml" -> Format.YAML;
            case "noheader" -> new NoHeader();
            default -> {
                if (value.startsWith("columns=")) {
                    List<String> names = Arrays.stream(
                                    value.substring("columns=".length()).split(",", -1))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList();
                    if (!names.isEmpty()) {
                        yield new Columns(names);
                    }
                }
                throw new IllegalArgumentException(
                        "'" + value + "' is no output: use json, yaml, table, noheader or columns=NAME,NAME");
            }
        };
    }
}
