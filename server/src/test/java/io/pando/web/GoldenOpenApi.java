package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description of the API as it was agreed on, {@code docs/api/openapi.json}: no change of the API goes unnoticed. {@code
 * -Dpando.golden=write} writes what the server says now, to be looked at and committed.
 */
public final class GoldenOpenApi {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private GoldenOpenApi() {}

    /** Compares what {@code GET /api/v1/openapi.json} answered. */
    public static void check(String answer) throws IOException {
        Path file = root().resolve("docs/api/openapi.json");
        JsonNode now = JSON.readTree(answer);
        if ("write".equals(System.getProperty("pando.golden"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, JSON.writeValueAsString(now) + "\n");
        }
        assertThat(file).as("the agreed description of the API").exists();
        assertThat(JSON.writeValueAsString(now))
                .as(
                        "The API has changed. Where that is meant, run the test with -Dpando.golden=write and commit %s",
                        file)
                .isEqualTo(JSON.writeValueAsString(JSON.readTree(Files.readString(file))));
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CONTRIBUTING.md")) && !Files.isDirectory(folder.resolve("server/src"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("The tests do not run within the project");
            }
            folder = parent;
        }
        return folder;
    }
}
