package io.pando.cli.output;

import io.pando.cli.terminal.Paint;
import io.pando.cli.terminal.PlainText;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Writes a command's data to standard output in the style asked for. JSON and YAML show what the server sent, also what
 * this version knows nothing of.
 */
public final class Printer {
    private final Terminal terminal;
    private final OutputStyle style;

    public Printer(Terminal terminal, OutputStyle style) {
        this.terminal = terminal;
        this.style = style;
    }

    public OutputStyle style() {
        return style;
    }

    /** Where data goes. */
    public PrintStream out() {
        return terminal.out();
    }

    /** How to colour data. */
    public Paint paint() {
        return terminal.paint(StandardStream.OUT);
    }

    /** A document for programs. Only for the styles JSON and YAML. */
    public void document(JsonNode node) {
        PrintStream out = terminal.out();
        if (style.format() == OutputChoice.Format.YAML) {
            out.print(YAMLMapper.builder().build().writeValueAsString(node));
        } else {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(node));
        }
        out.flush();
    }

    /**
     * The columns to show, and the proof that those asked for exist: to be called before anything is changed.
     *
     * @throws IllegalArgumentException when a column asked for does not exist, with a message for people
     */
    public <T> List<Column<T>> choose(List<Column<T>> columns) {
        if (style.columns().isEmpty()) {
            return columns.stream().filter(Column::listed).toList();
        }
        List<Column<T>> chosen = new ArrayList<>();
        for (String name : style.columns()) {
            chosen.add(columns.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no column '" + name + "' here; there are "
                            + String.join(
                                    ", ", columns.stream().map(Column::name).toList()) + ".")));
        }
        return chosen;
    }

    /** A list: a table, or an array for programs. */
    public <T> void list(List<Column<T>> columns, List<T> objects, JsonNode document) {
        if (style.isTable()) {
            table(choose(columns), objects);
        } else {
            document(document);
        }
    }

    /** One object: its details line by line, a row where columns are asked for, or a document for programs. */
    public <T> void one(List<Column<T>> columns, T object, JsonNode document) {
        if (!style.isTable()) {
            document(document);
        } else if (!style.columns().isEmpty()) {
            table(choose(columns), List.of(object));
        } else {
            details(terminal.out(), columns, object);
        }
    }

    /** A part of an object's details: rows under a title, nothing where there are no rows. */
    public <T> void section(String title, List<Column<T>> columns, List<T> objects) {
        if (!style.isTable() || !style.columns().isEmpty() || objects.isEmpty()) {
            return;
        }
        PrintStream out = terminal.out();
        out.println();
        out.println(paint().strong(title));
        lines(columns, objects, true).forEach(line -> out.println("  " + line));
        out.flush();
    }

    private <T> void table(List<Column<T>> columns, List<T> objects) {
        // A heading above nothing would look like a row to a program, and says nothing to a person.
        lines(columns, objects, style.header() && !objects.isEmpty()).forEach(terminal.out()::println);
        terminal.out().flush();
    }

    private <T> List<String> lines(List<Column<T>> columns, List<T> objects, boolean header) {
        List<List<String>> rows = objects.stream()
                .map(object ->
                        columns.stream().map(column -> column.text(object)).toList())
                .toList();
        return new Table(columns.stream().map(Column::title).toList(), rows).lines(header, paint());
    }

    private <T> void details(PrintStream out, List<Column<T>> columns, T object) {
        int widest = columns.stream()
                .filter(column -> !column.text(object).isEmpty())
                .mapToInt(column -> column.title().length())
                .max()
                .orElse(0);
        UnaryOperator<String> label = paint()::faint;
        for (Column<T> column : columns) {
            String text = PlainText.of(column.text(object));
            if (!text.isEmpty()) {
                String title = column.title() + ":";
                out.println(label.apply(title) + " ".repeat(widest + 3 - title.length()) + text);
            }
        }
        out.flush();
    }
}
