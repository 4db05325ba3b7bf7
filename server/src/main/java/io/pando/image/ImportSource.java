package io.pando.image;

import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.ImageInspector;
import io.pando.diskimage.Inspected;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;

/** The one gate for files that become images: where they may lie, and what they must be. */
@Component
class ImportSource {
    private final List<Path> allowed;
    private final ImageInspector inspector;

    ImportSource(PandoProperties properties) {
        this.allowed = properties.images().importFrom();
        this.inspector = new ImageInspector((long) properties.images().largestGib() << 30);
    }

    /**
     * Looks at a file that somebody wants to import.
     *
     * @throws ProblemException when it may not be read, is not what it was said to be, or is not fit
     */
    Found find(String path, String format) {
        DiskFormat declared = DiskFormat.of(format)
                .orElseThrow(() -> ProblemException.invalid(List.of(new Fault(
                        "format", "%s is not a format that can be imported.".formatted(format), "Say qcow2 or raw."))));
        Path file = allowedFile(path);
        try {
            return switch (inspector.inspect(file, declared)) {
                case Inspected.Usable usable -> new Found(file, declared, usable.virtualSize(), usable.fileSize());
                case Inspected.Refused refused ->
                    throw new ProblemException(ProblemType.INVALID_IMAGE, refused.reason(), refused.help());
            };
        } catch (IOException failure) {
            throw ProblemException.invalid(List.of(new Fault(
                    "path",
                    "The file %s cannot be read by Pando.".formatted(path),
                    "See that Pando's user may read it.")));
        }
    }

    /** The real place of the file, links followed, must be within an allowed folder: otherwise any file of the host could be read. */
    private Path allowedFile(String path) {
        try {
            Path real = Path.of(path).toRealPath();
            for (Path folder : allowed) {
                if (folder.toFile().isDirectory() && real.startsWith(folder.toRealPath())) {
                    return real;
                }
            }
        } catch (IOException | InvalidPathException absent) {
            throw ProblemException.invalid(List.of(new Fault(
                    "path",
                    "There is no file %s on the server's host.".formatted(path),
                    "Copy it into one of %s.".formatted(allowed))));
        }
        throw ProblemException.invalid(List.of(new Fault(
                "path",
                "Files may not be imported from there.",
                "Copy it into one of %s, or add its folder to pando.images.import-from.".formatted(allowed))));
    }

    /**
     * A file that is fit to be imported.
     *
     * @param virtualSize bytes
     * @param fileSize bytes
     */
    record Found(Path file, DiskFormat format, long virtualSize, long fileSize) {}
}
