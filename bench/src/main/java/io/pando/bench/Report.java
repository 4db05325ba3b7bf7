package io.pando.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Shows measurements to people and to programs. */
final class Report {
    private static final int MOST_SHOWN = 12;
    private static final JsonMapper JSON = JsonMapper.shared();

    private Report() {}

    static void print(Measurement measurement, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%-6s %s%n       %s (bound: %s %s)%n",
                measurement.kept() ? "kept" : "MISSED",
                measurement.name(),
                number(measurement.value()),
                measurement.better() == Measurement.Better.LOWER ? "at most" : "at least",
                number(measurement.bound()));
        new TreeMap<>(measurement.raw())
                .forEach((what, samples) -> out.printf("       %s: %s%n", what, shown(samples)));
    }

    private static String shown(List<Double> samples) {
        String shown = samples.stream().limit(MOST_SHOWN).map(Report::number).collect(Collectors.joining(" "));
        return samples.size() <= MOST_SHOWN ? shown : "%s … (%d in all)".formatted(shown, samples.size());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3f", value);
    }

    /** Writes an array of {@code {name, value, bound, better, raw}}. */
    static void write(List<Measurement> measurements, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json(measurements) + "\n");
    }

    static String json(List<Measurement> measurements) {
        return JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(measurements.stream().map(Report::object).toList());
    }

    private static Map<String, Object> object(Measurement measurement) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", measurement.name());
        object.put("value", measurement.value());
        object.put("bound", measurement.bound());
        object.put("better", measurement.better().word());
        object.put("raw", new TreeMap<>(measurement.raw()));
        return object;
    }
}
