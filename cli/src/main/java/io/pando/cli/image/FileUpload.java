package io.pando.cli.image;

import io.pando.api.CreateUpload;
import io.pando.api.ProjectReference;
import io.pando.api.Upload;
import io.pando.cli.http.Api;
import io.pando.cli.http.Query;
import io.pando.cli.http.UnreachableException;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file of this computer to the server. Whatever of the same file is there already, from a run that was broken off, is not sent
 * again.
 */
final class FileUpload {
    private static final int PART = 8 << 20;
    private static final int MOST_FAILURES = 10;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Invocation invocation;
    private final Api api;
    private final Path file;
    private final String name;
    private final @Nullable String project;

    /** @param project name or id of the project that is charged; null leaves it to the server */
    FileUpload(Invocation invocation, Path file, @Nullable String project) {
        this.invocation = invocation;
        this.api = invocation.api();
        this.file = file;
        this.project = project;
        Path last = file.getFileName();
        this.name = last == null ? file.toString() : last.toString();
    }

    /** The complete upload. */
    Upload send() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                TransferLine line = new TransferLine(invocation, name)) {
            long size = channel.size();
            if (size == 0) {
                throw Failure.failed("The file " + file + " is empty.");
            }
            String sha256 = sha256(channel, size, line);
            Upload upload = begun(size, sha256);
            if (upload.received() > 0) {
                line.note("Going on with what was sent before.");
            }
            return send(channel, upload, line);
        } catch (IOException unreadable) {
            throw Failure.failed("The file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private Upload begun(long size, String sha256) {
        Optional<Upload> earlier = api.list("uploads", Query.NONE, Upload.class, 100).items().stream()
                .filter(upload -> upload.imageId() == null
                        && upload.size() == size
                        && sha256.equals(upload.sha256())
                        && isIn(upload.project()))
                .findFirst();
        return earlier.orElseGet(
                () -> api.call("POST", "uploads", new CreateUpload(name, size, sha256, project), Upload.class)
                        .value());
    }

    private boolean isIn(ProjectReference reference) {
        return project == null || project.equals(reference.name()) || project.equals(reference.id());
    }

    private Upload send(FileChannel channel, Upload begun, TransferLine line) throws IOException {
        Upload upload = begun;
        String path = "uploads/" + Query.segment(upload.id());
        int failures = 0;
        while (upload.received() < upload.size()) {
            byte[] part = read(channel, upload.received(), (int) Math.min(PART, upload.size() - upload.received()));
            try {
                upload = api.part(path, upload.received(), part, digest(part), Upload.class)
                        .value();
                failures = 0;
            } catch (UnreachableException broken) {
                if (++failures == MOST_FAILURES) {
                    throw broken;
                }
                pause(broken);
                upload = arrived(path, upload);
            }
            line.show("Sent", upload.received(), upload.size());
        }
        return upload;
    }

    /** What the server has: it may have taken the part, and only the answer was lost. */
    private Upload arrived(String path, Upload before) {
        try {
            return api.get(path, Upload.class).value();
        } catch (UnreachableException stillBroken) {
            return before;
        }
    }

    private void pause(UnreachableException broken) {
        try {
            invocation.surroundings().waiting().pause(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw broken;
        }
    }

    private static byte[] read(FileChannel channel, long place, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, place + buffer.position()) < 0) {
                throw new IOException("it became shorter meanwhile");
            }
        }
        return buffer.array();
    }

    private static String sha256(FileChannel channel, long size, TransferLine line) throws IOException {
        MessageDigest digest = start();
        for (long place = 0; place < size; place += PART) {
            byte[] part = read(channel, place, (int) Math.min(PART, size - place));
            digest.update(part);
            line.show("Read", place + part.length, size);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digest(byte[] part) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(start().digest(part)) + ":";
    }

    private static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
