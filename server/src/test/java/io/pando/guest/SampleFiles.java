package io.pando.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What dev/ makes for tests, made where it was not made yet. */
public final class SampleFiles {
    private SampleFiles() {}

    /** The qcow2 file of a sample image. */
    public static Path image(String name) throws IOException, InterruptedException {
        String images = checkout().resolve("dev/images").toString();
        run(images, name);
        return Path.of(run(images, "path", name).strip());
    }

    /** The folder of the builder's appliance. */
    public static Path appliance() throws IOException, InterruptedException {
        String builder = checkout().resolve("dev/builder").toString();
        run(builder, "make");
        return Path.of(run(builder, "path").strip());
    }

    /** The top folder of what was built. */
    public static Path checkout() {
        String root = System.getProperty("pando.root");
        Path folder = root == null ? Path.of("").toAbsolutePath() : Path.of(root);
        while (folder != null && !Files.exists(folder.resolve("dev/images"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "dev/images is not above " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** Runs a program to its end and gives what it printed. */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}
