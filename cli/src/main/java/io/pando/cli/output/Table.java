package io.pando.cli.output;

import io.pando.cli.terminal.Paint;
import io.pando.cli.terminal.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows under headings, padded to columns.
 *
 * @param titles one for each column
 * @param rows as many cells in each as there are titles
 */
public record Table(List<String> titles, List<List<String>> rows) {
    private static final String GAP = "  ";

    public Table {
        titles = List.copyOf(titles);
        rows = rows.stream()
                .map(row -> row.stream().map(PlainText::of).toList())
                .toList();
        for (List<String> row : rows) {
            if (row.size() != titles.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " cells, the table " + titles.size() + " columns");
            }
        }
    }

    /** The table without a limit to its width, headings in capitals. */
    public List<String> lines(boolean header, Paint paint) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < titles.size(); column++) {
            int widest = header ? titles.get(column).length() : 0;
            for (List<String> row : rows) {
                widest = Math.max(widest, length(row.get(column)));
            }
            widths.add(widest);
        }
        List<String> lines = new ArrayList<>();
        if (header) {
            List<String> capitals =
                    titles.stream().map(title -> title.toUpperCase(Locale.ROOT)).toList();
            lines.add(paint.strong(line(capitals, widths)));
        }
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(cell);
            if (column < cells.size() - 1) {
                line.append(" ".repeat(widths.get(column) - length(cell))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
