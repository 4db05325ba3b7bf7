package io.pando.image;

import io.pando.configuration.PandoProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Where a file waits that was downloaded or unpacked to be imported: a folder for each image in the data folder. */
@Component
class ImportSpool {
    private final Path folder;

    ImportSpool(PandoProperties properties) {
        this.folder = properties.data().resolve("imports");
    }

    /** What was downloaded. */
    Path source(String imageId) {
        return within(imageId).resolve("source");
    }

    /** What came out of an archive. */
    Path unpacked(String imageId) {
        return within(imageId).resolve("unpacked");
    }

    private Path within(String imageId) {
        try {
            return Files.createDirectories(
                    folder.resolve(imageId),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failure) {
            throw new UncheckedIOException("There is no place for files that are imported", failure);
        }
    }

    /** Deletes everything that belongs to an image's import. May be repeated. */
    void forget(String imageId) {
        Path own = folder.resolve(imageId);
        if (!Files.isDirectory(own)) {
            return;
        }
        try (Stream<Path> found = Files.walk(own)) {
            List<Path> files = found.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("What was imported cannot be deleted", failure);
        }
    }
}
