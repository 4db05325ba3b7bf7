package io.pando.cli.placement;

import io.pando.cli.http.Json;
import io.pando.cli.invocation.Failure;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads hosts and machines as docs/formats/placement-simulation.md describes them: JSON as the API takes it, or CSV with a row for each. What
 * the values may be is for the server to say.
 */
final class SimulationFile {
    /** As much as the server takes. */
    private static final long LARGEST = 2 << 20;

    private static final Set<String> TEXTS = Set.of("name", "standing", "architecture", "image");
    private static final Set<String> LISTS =
            Set.of("features", "labels", "images", "tenants", "hostLabels", "near", "apart");

    private SimulationFile() {}

    /**
     * The request for the API.
     *
     * @throws Failure when the file cannot be read, or is neither
     */
    static ObjectNode read(Path file) throws IOException {
        String text = text(file);
        if (file.toString().endsWith(".csv")) {
            return csv(file, text.lines().toList());
        }
        try {
            JsonNode document = Json.parse(text);
            if (document instanceof ObjectNode request) {
                return request;
            }
            throw Failure.usage(file + " has no object with hosts and machines.");
        } catch (JacksonException malformed) {
            throw Failure.failed(
                    "%s is no JSON: %s. A file of comma-separated values ends with .csv."
                            .formatted(file, malformed.getOriginalMessage()),
                    malformed);
        }
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw Failure.usage("%s is larger than %d MiB.".formatted(file, LARGEST >> 20));
            }
            return Files.readString(file);
        } catch (NoSuchFileException absent) {
            throw Failure.usage("There is no file " + file + ".");
        } catch (MalformedInputException other) {
            throw Failure.usage(file + " is no text in UTF-8.");
        }
    }

    private static ObjectNode csv(Path file, List<String> lines) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ArrayNode hosts = request.putArray("hosts");
        ArrayNode machines = request.putArray("machines");
        List<String> names = lines.isEmpty() ? List.of() : cells(lines.getFirst());
        if (!names.contains("kind")) {
            throw Failure.usage(file + " has no column `kind` in its first line.");
        }
        for (int number = 1; number < lines.size(); number++) {
            if (lines.get(number).isBlank()) {
                continue;
            }
            List<String> cells = cells(lines.get(number));
            String where = "%s, line %d".formatted(file, number + 1);
            if (cells.size() != names.size()) {
                throw Failure.usage("%s: there are %d values, and the first line names %d."
                        .formatted(where, cells.size(), names.size()));
            }
            String kind = cells.get(names.indexOf("kind"));
            switch (kind) {
                case "host" -> hosts.add(row(names, cells, where));
                case "machine" -> machines.add(row(names, cells, where));
                default -> throw Failure.usage("%s: the kind is host or machine, not '%s'.".formatted(where, kind));
            }
        }
        return request;
    }

    private static ObjectNode row(List<String> names, List<String> cells, String where) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int column = 0; column < names.size(); column++) {
            String name = names.get(column);
            String cell = cells.get(column);
            if (cell.isEmpty() || name.equals("kind")) {
                continue;
            }
            if (TEXTS.contains(name)) {
                row.put(name, cell);
            } else if (LISTS.contains(name)) {
                ArrayNode list = row.putArray(name);
                List.of(cell.split(" +", -1)).forEach(list::add);
            } else {
                row.set(name, value(cell, where));
            }
        }
        return row;
    }

    /** A number, or yes or no as JSON has it. */
    private static JsonNode value(String cell, String where) {
        try {
            JsonNode value = Json.parse(cell);
            if (value.isNumber() || value.isBoolean()) {
                return value;
            }
        } catch (JacksonException none) {
            throw Failure.failed("%s: '%s' is no number.".formatted(where, cell), none);
        }
        throw Failure.usage("%s: '%s' is no number.".formatted(where, cell));
    }

    private static List<String> cells(String line) {
        return List.of(line.split(",", -1)).stream().map(String::strip).toList();
    }
}
