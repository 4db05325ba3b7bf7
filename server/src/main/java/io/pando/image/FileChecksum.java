package io.pando.image;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of a whole file. */
final class FileChecksum {
    private static final int BUFFER = 1 << 20;

    private FileChecksum() {}

    /** Told how far it is; may throw to end it. */
    interface Progress {
        void read(long done, long size);
    }

    /** Takes it: lower-case hexadecimal digits. */
    static String of(Path file, Progress progress) throws InterruptedException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            long size = Math.max(1, in.size());
            long done = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while reading the file");
                }
                digest.update(buffer.flip());
                buffer.clear();
                done += read;
                progress.read(done, size);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException unreadable) {
            throw new ProblemException(
                    ProblemType.INVALID_IMAGE,
                    "The file could not be read: %s".formatted(unreadable.getMessage()),
                    "See that it is still there and whole.",
                    List.of(),
                    unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
