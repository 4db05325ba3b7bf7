package io.pando.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkout that was built.
 *
 * @param root its top folder
 */
record Checkout(Path root) {

    /** The nearest folder, from the working folder upwards, that has the launcher and the server. */
    static Checkout here() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("pando")) && Files.isDirectory(folder.resolve("server"))) {
                return new Checkout(folder);
            }
        }
        throw new IllegalStateException("Run it within the checkout");
    }

    Path launcher() {
        return root.resolve("pando");
    }

    /** The file of a sample image, which has to be there. */
    Path sampleImage(String name) {
        return Path.of(
                Program.run(root.resolve("dev/images").toString(), "path", name).strip());
    }
}
