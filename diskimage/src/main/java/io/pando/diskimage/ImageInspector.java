package io.pando.diskimage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
                    "%s is not a regular file.".formatted(file.getFileName()),
                    "Name a disk image file, not a folder, link or device.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return inspect(Bytes.of(channel), declared);
        }
    }

    Inspected inspect(Bytes bytes, DiskFormat declared) throws IOException {
        Inspected.Refused other = otherThan(declared, bytes);
        if (other != null) {
            return other;
        }
        return switch (declared) {
            case QCOW2 -> new Qcow2Inspection(bytes, largestVirtualSize).inspect();
            case VMDK -> new VmdkInspection(bytes, largestVirtualSize).inspect();
            case VHDX -> new VhdxInspection(bytes, largestVirtualSize).inspect();
            case VDI -> new VdiInspection(bytes, largestVirtualSize).inspect();
            case RAW -> raw(bytes);
            case RAW_GZIP, RAW_XZ, RAW_ZSTD -> Unpacking.lookInto(bytes, declared, largestVirtualSize);
            case OVA -> new ApplianceInspection(bytes, this).inspect();
        };
    }

    /** Why the bytes are not of that format; null when they are, and of no other. */
    static Inspected.@Nullable Refused otherThan(DiskFormat declared, Bytes bytes) throws IOException {
        List<String> seen = Signature.detect(bytes);
        if (seen.size() > 1) {
            return new Inspected.Refused(
                    "The file looks like %s at the same time.".formatted(String.join(" and ", seen)),
                    "Convert it with qemu-img from a source that you trust.");
        }
        String expected = declared.signature();
        if (seen.isEmpty() ? expected == null : seen.getFirst().equals(expected)) {
            return null;
        }
        String actual = seen.isEmpty()
                ? DiskFormat.RAW.label()
                : DiskFormat.ofSignature(seen.getFirst()).map(DiskFormat::label).orElse(seen.getFirst());
        return new Inspected.Refused(
                "The file was said to be %s, but its bytes say %s.".formatted(declared.label(), actual),
                DiskFormat.of(actual).isPresent()
                        ? "Say that its format is %s.".formatted(actual)
                        : "Convert it to qcow2 first.");
    }

    private Inspected raw(Bytes bytes) {
        long size = bytes.size();
        if (size == 0 || size % 512 != 0) {
            return Inspected.Refused.truncated(
                    "A raw disk is a whole number of 512-byte sectors; this file has %,d bytes.".formatted(size));
        }
        if (size > largestVirtualSize) {
            return Inspected.Refused.tooLarge(size, largestVirtualSize);
        }
        return new Inspected.Usable(DiskFormat.RAW, size, size, size);
    }
}
