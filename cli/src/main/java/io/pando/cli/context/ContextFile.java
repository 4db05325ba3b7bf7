package io.pando.cli.context;

import io.pando.cli.http.Json;
import io.pando.cli.invocation.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import tools.jackson.core.JacksonException;

/** The file of contexts. It holds secrets: only its owner may read it. */
public final class ContextFile {
    private final Path file;

    /**
     * The file in a folder.
     *
     * @param settings Pando's folder of settings; made when it is missing
     */
    public ContextFile(Path settings) {
        this.file = settings.resolve("contexts.json");
    }

    /**
     * All contexts; none when there is no file yet.
     *
     * @throws Failure when the file cannot be read
     */
    public Contexts read() {
        try {
            return Json.read(Json.parse(Files.readAllBytes(file)), Contexts.class);
        } catch (NoSuchFileException e) {
            return Contexts.NONE;
        } catch (IOException e) {
            throw Failure.failed("The contexts cannot be read from " + file + " (" + e + ").", e);
        } catch (JacksonException e) {
            throw Failure.failed(
                    file
                            + " is not a file of contexts. Repair it, or move it away and sign in again with `pando login`.",
                    e);
        }
    }

    /**
     * Replaces the file whole, so that a crash leaves the old one or the new one.
     *
     * @throws Failure when it cannot be written
     */
    public void write(Contexts contexts) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("no folder");
            }
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path written = Files.createTempFile(
                    folder,
                    "contexts",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(written, Json.bytes(contexts));
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw Failure.failed("The contexts cannot be written to " + file + " (" + e + ").", e);
        }
    }
}
