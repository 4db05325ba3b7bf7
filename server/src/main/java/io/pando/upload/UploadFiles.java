package io.pando.upload;

import io.pando.configuration.PandoProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The bytes of uploads: a file each in the data folder, under its id, readable by Pando's user only. */
@Component
class UploadFiles {
    private static final int BUFFER = 128 << 10;

    private final Path folder;

    UploadFiles(PandoProperties properties) {
        this.folder = properties.data().resolve("uploads");
    }

    Path file(String id) {
        return folder.resolve(id);
    }

    /** Room that is left, bytes. */
    long room() {
        try {
            prepare();
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException failure) {
            throw new UncheckedIOException("The folder of uploads cannot be looked at", failure);
        }
    }

    private void prepare() throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * What came of writing a part.
     *
     * @param count bytes that are safely there
     * @param ended whether the sender sent all that it wanted to
     * @param tooMuch whether it wanted to send more than is allowed
     */
    record Written(long count, boolean ended, boolean tooMuch) {}

    /**
     * Writes a part, and waits until it is safely there.
     *
     * @param digest fed with what is written
     * @param most bytes
     */
    Written write(String id, long offset, InputStream part, long most, MessageDigest digest) {
        try {
            prepare();
            try (FileChannel out = FileChannel.open(
                    file(id),
                    EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                // What an interrupted part left behind.
                out.truncate(offset);
                Written written = copy(part, out, offset, most, digest);
                out.force(true);
                return written;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("A part of an upload cannot be kept", failure);
        }
    }

    private static Written copy(InputStream part, FileChannel out, long offset, long most, MessageDigest digest)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long count = 0;
        while (true) {
            int read;
            try {
                read = part.read(buffer);
            } catch (IOException brokenOff) {
                return new Written(count, false, false);
            }
            if (read < 0) {
                return new Written(count, true, false);
            }
            if (count + read > most) {
                return new Written(count, false, true);
            }
            digest.update(buffer, 0, read);
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                count += out.write(bytes, offset + count);
            }
        }
    }

    void delete(String id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException failure) {
            throw new UncheckedIOException("An upload cannot be deleted", failure);
        }
    }

    /** The ids of all that have bytes. */
    List<String> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("The folder of uploads cannot be looked at", failure);
        }
    }
}
