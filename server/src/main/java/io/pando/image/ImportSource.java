package io.pando.image;

import io.pando.access.Caller;
import io.pando.api.Fault;
import io.pando.api.ImportImage;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.fetch.Downloads;
import io.pando.problem.ProblemException;
import io.pando.upload.Uploads;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ways in: from where a file may come that is to become an image. Each ends at {@link ImageGate}. */
@Component
class ImportSource {
    private final List<Path> allowed;
    private final Uploads uploads;
    private final Downloads downloads;
    private final ImportSpool spool;

    ImportSource(PandoProperties properties, Uploads uploads, Downloads downloads, ImportSpool spool) {
        this.allowed = properties.images().importFrom();
        this.uploads = uploads;
        this.downloads = downloads;
        this.spool = spool;
    }

    /**
     * What is known of a file before the job begins.
     *
     * @param shown what to call it
     * @param file null when it has to be downloaded first
     * @param sha256 what it must give; null when nobody said
     */
    record Offered(
            String shown, @Nullable Path file, @Nullable String sha256) {}

    /**
     * Finds what somebody wants to import.
     *
     * @throws ProblemException when it may not be had
     */
    Offered offered(Caller caller, ImportImage wanted) {
        long ways = Stream.of(
                        Optional.ofNullable(wanted.path()),
                        Optional.ofNullable(wanted.upload()),
                        Optional.ofNullable(wanted.url()))
                .filter(Optional::isPresent)
                .count();
        if (ways != 1) {
            throw ProblemException.invalid(List.of(new Fault(
                    ways == 0 ? "upload" : null,
                    "An image comes from exactly one of an upload, an address and a file on the host.",
                    "Give one of upload, url and path.")));
        }
        String sha256 = wanted.sha256() == null ? null : wanted.sha256().toLowerCase(Locale.ROOT);
        if (wanted.upload() != null) {
            Uploads.Complete upload = uploads.complete(caller, wanted.upload());
            if (sha256 != null && upload.sha256() != null && !sha256.equals(upload.sha256())) {
                throw ProblemException.invalid(List.of(new Fault(
                        "sha256", "Another checksum was given when the upload began.", "Leave one of them out.")));
            }
            return new Offered(upload.fileName(), upload.file(), sha256 == null ? upload.sha256() : sha256);
        }
        if (wanted.url() != null) {
            downloads.check(wanted.url());
            return new Offered(wanted.url(), null, sha256);
        }
        if (!caller.administrator()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Only administrators may import files that lie on the server's host.",
                    "Upload the file instead.");
        }
        Path file = allowedFile(String.valueOf(wanted.path()));
        return new Offered(file.toString(), file, sha256);
    }

    /** Brings a file that has to be downloaded; the others are there already. */
    void fetch(ImportRequest request, Downloads.Progress progress) throws InterruptedException {
        if (request.url() != null) {
            downloads.fetch(request.url(), spool.source(request.imageId()), progress);
        }
    }

    /** Where the file is, once it was brought. */
    Path file(ImportRequest request) {
        if (request.upload() != null) {
            return uploads.claimed(request.upload());
        }
        return request.url() != null ? spool.source(request.imageId()) : allowedFile(String.valueOf(request.path()));
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
}
