package io.pando.cli.event;

import io.pando.api.Event;
import io.pando.cli.http.Json;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.OutputChoice;
import io.pando.cli.output.Printer;
import io.pando.cli.terminal.PlainText;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code pando events}. */
@Command(
        name = "events",
        header = "Follow what changes, line by line, until Ctrl-C.",
        description = "With -o json each line is a document.",
        footer = {"", "Examples:", "  pando events", "  pando events --type machine -o json"})
public final class EventsCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only machine, image, job or host. May be repeated.")
    private @Nullable List<String> types;

    public EventsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Printer printer = invocation.printer();
        if (printer.style().format() == OutputChoice.Format.YAML) {
            throw Failure.usage("A stream has no YAML: use -o json.");
        }
        try (Stream<String> lines = invocation.api().lines("events")) {
            StringBuilder data = new StringBuilder();
            String name = "";
            for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
                String line = all.next();
                // The field's name ends at the colon, and one space after it is not part of the value (WHATWG HTML,
                // server-sent events).
                if (line.isEmpty()) {
                    if (data.length() > 0 && wanted(name)) {
                        show(printer, data.toString());
                    }
                    data.setLength(0);
                    name = "";
                } else if (line.startsWith("event:")) {
                    name = value(line);
                } else if (line.startsWith("data:")) {
                    data.append(data.length() == 0 ? "" : "\n").append(value(line));
                }
            }
        } catch (UncheckedIOException e) {
            throw Failure.failed("The stream of events broke (" + e.getMessage() + "). Begin again.", e);
        }
        invocation.terminal().note("The server has ended the stream of events.");
        return ExitCode.FAILED;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private boolean wanted(String name) {
        return !name.equals("hello") && (types == null || types.contains(name));
    }

    private void show(Printer printer, String data) {
        JsonNode document = Json.parse(data);
        if (!printer.style().isTable()) {
            printer.out().println(Json.line(document));
        } else {
            Event event = Json.read(document, Event.class);
            JsonNode object = document.path("object");
            String name = object.path("name").asString(object.path("title").asString(event.id()));
            String state = object.isMissingNode() || object.isNull()
                    ? "gone"
                    : object.path("state").asString("").toLowerCase(Locale.ROOT);
            String percent = event.type().equals("job") && state.equals("running")
                    ? String.format(
                            Locale.ROOT, " %.0f %%", object.path("percent").asDouble(0))
                    : "";
            printer.out()
                    .println(PlainText.of(invocation.surroundings().waiting().now() + "  " + event.type() + "  " + name
                            + "  " + state + percent));
        }
        printer.out().flush();
    }
}
