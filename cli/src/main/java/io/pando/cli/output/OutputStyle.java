package io.pando.cli.output;

import java.util.List;

/**
 * How a command writes its data.
 *
 * @param columns which columns a table has; empty for the usual ones
 * @param header whether a table has its heading
 */
public record OutputStyle(OutputChoice.Format format, List<String> columns, boolean header) {
    public OutputStyle {
        columns = List.copyOf(columns);
    }

    /** All choices together; of two formats or two lists of columns the later counts. */
    public static OutputStyle of(List<OutputChoice> choices) {
        OutputChoice.Format format = OutputChoice.Format.TABLE;
        List<String> columns = List.of();
        boolean header = true;
        for (OutputChoice choice : choices) {
            switch (choice) {
                case OutputChoice.Format chosen -> format = chosen;
                case OutputChoice.Columns chosen -> columns = chosen.names();
                case OutputChoice.NoHeader none -> header = false;
            }
        }
        return new OutputStyle(format, columns, header);
    }

    public boolean isTable() {
        return format == OutputChoice.Format.TABLE;
    }
}
