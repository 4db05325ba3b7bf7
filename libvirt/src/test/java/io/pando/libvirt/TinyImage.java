package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sample image {@code tiny}: answers on serial console and agent seconds after its start. */
final class TinyImage {
    static final String PASSWORD = "pando";

    private TinyImage() {}

    /** From the environment variable PANDO_TINY_IMAGE, else where {@code dev/images} keeps it. Fails without one. */
    static Path path() throws IOException, InterruptedException {
        var variable = System.getenv("PANDO_TINY_IMAGE");
        var path = Path.of(variable == null ? askScript() : variable);
        assertThat(path)
                .as("no image: call dev/images tiny, or set PANDO_TINY_IMAGE")
                .isRegularFile();
        return path;
    }

    private static String askScript() throws IOException, InterruptedException {
        var script = Path.of("..", "dev", "images");
        if (!Files.isExecutable(script)) {
            return "";
        }
        var process = new ProcessBuilder(script.toString(), "path", "tiny")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return output;
    }
}
