package io.pando.diskimage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Looks at a file before anything else opens it: it must be what it is said to be, be whole, and refer to nothing outside itself.
 * Reads a bounded part of it and opens no other file.
 */
public final class ImageInspector {
    private final long largestVirtualSize;

    /** @param largestVirtualSize bytes; a disk that a guest would see as larger is refused */
    public ImageInspector(long largestVirtualSize) {
        this.largestVirtualSize = largestVirtualSize;
    }

    /**
     * Looks at a file.
     *
     * @param declared what the person said it is; the bytes must agree
     * @throws IOException when the file cannot be read
     */
    public Inspected inspect(Path file, DiskFormat declared) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Inspected.Refused(
                    "%s is not a regular file.".formatted(file),
                    "Name a disk image file, not a folder, link or device.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            Bytes bytes = new Bytes(channel);
            List<String> seen = Signature.detect(bytes);
            if (seen.size() > 1) {
                return new Inspected.Refused(
                        "The file looks like %s at the same time.".formatted(String.join(" and ", seen)),
                        "Convert it with qemu-img from a source that you trust.");
            }
            String actual = seen.isEmpty() ? DiskFormat.RAW.label() : seen.getFirst();
            if (!actual.equals(declared.label())) {
                return new Inspected.Refused(
                        "The file was said to be %s, but its bytes say %s.".formatted(declared.label(), actual),
                        DiskFormat.of(actual).isPresent()
                                ? "Say that its format is %s.".formatted(actual)
                                : "Convert it to qcow2 first.");
            }
            return switch (declared) {
                case QCOW2 -> new Qcow2Inspection(bytes, largestVirtualSize).inspect();
                case RAW -> raw(bytes);
            };
        }
    }

    private Inspected raw(Bytes bytes) {
        long size = bytes.size();
        if (size == 0 || size % 512 != 0) {
            return new Inspected.Refused(
                    "A raw disk is a whole number of 512-byte sectors; this file has %,d bytes.".formatted(size),
                    "The file may be truncated: copy it again and compare checksums.");
        }
        if (size > largestVirtualSize) {
            return Qcow2Inspection.tooLarge(size, largestVirtualSize);
        }
        return new Inspected.Usable(DiskFormat.RAW, size, size);
    }
}
