package io.pando.diskimage;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.function.DoubleConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Turns what is compressed or in an archive into a disk, within bounds: in memory, in how much may come out of how little, and in what is
 * left on the file system.
 */
public final class Unpacking {
    private static final int BUFFER = 64 << 10;
    private static final long MIB = 1L << 20;

    /** As much is unpacked to see what it is, before anybody is told that it is welcome. */
    private static final long LOOK = 128 * MIB;

    /** Of a real disk, not even the beginning is this empty. */
    private static final long MOST_AT_FIRST = 512;

    /** A whole disk that shrinks further holds nothing worth importing. */
    private static final long MOST_IN_ALL = 250;

    private static final long ALWAYS = 256 * MIB;

    /** The dictionary of {@code xz -9} is 64 MiB; KiB. */
    private static final int XZ_MEMORY = 66 << 10;

    /** {@code zstd} uses 2^23 up to level 19; more needs {@code --ultra} or {@code --long}. */
    private static final int ZSTD_WINDOW = 25;

    /** The room that is left is looked at each time that so much was written. */
    private static final long ROOM_EVERY = 64 * MIB;

    private final ImageInspector inspector;
    private final long keptFree;

    /** @param keptFree bytes of a target's file system that stay free for others */
    public Unpacking(ImageInspector inspector, long keptFree) {
        this.inspector = inspector;
        this.keptFree = keptFree;
    }

    /**
     * Unpacks a compressed disk into a new file that only this user may read, and looks at what came out.
     *
     * @param target must not exist; it may exist afterwards, whatever came of it
     * @param progress told the percentage, 0 to 100, as it grows; may throw to end it
     * @return usable or refused
     * @throws IOException when the file cannot be read or the target not be written
     */
    public Inspected unpack(Path file, Inspected.Compressed packed, Path target, DoubleConsumer progress)
            throws IOException, InterruptedException {
        try (FileChannel source = open(file)) {
            Counting counting = new Counting(Bytes.of(source).stream());
            try (InputStream in = decompressed(counting, packed.format())) {
                Inspected.Refused refused = write(
                        in,
                        target,
                        packed.largest(),
                        null,
                        () -> progress.accept(Math.min(100, 100.0 * counting.count / packed.fileSize())));
                if (refused != null) {
                    return refused;
                }
            } catch (UnreadableException unreadable) {
                return damaged(packed.format(), unreadable);
            }
        }
        return inspector.inspect(target, DiskFormat.RAW);
    }

    /** Like {@link #unpack(Path, Inspected.Compressed, Path, DoubleConsumer)} for the disk of an archive; compares its digest. */
    public Inspected unpack(Path file, Inspected.Appliance packed, Path target, DoubleConsumer progress)
            throws IOException, InterruptedException {
        Inspected.Appliance.Member disk = packed.disk();
        Digest expected = disk.digest();
        MessageDigest digest = expected == null ? null : expected.start();
        try (FileChannel source = open(file)) {
            Counting counting = new Counting(Bytes.of(source).slice(disk.offset(), disk.length()).stream());
            Inspected.Refused refused = write(
                    new Decompressed(counting),
                    target,
                    disk.length(),
                    digest,
                    () -> progress.accept(100.0 * counting.count / disk.length()));
            if (refused != null) {
                return refused;
            }
        }
        if (expected != null && digest != null && !expected.agrees(digest)) {
            return another(disk);
        }
        return inspector.inspect(target, packed.content().format());
    }

    private static Inspected.Refused another(Inspected.Appliance.Member disk) {
        return new Inspected.Refused(
                "The bytes of %s are not those that the archive's manifest names.".formatted(disk.name()),
                "Export the machine again, or copy the file again.");
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Looks at the beginning of what is compressed. */
    static Inspected lookInto(Bytes bytes, DiskFormat format, long largestVirtualSize) throws IOException {
        long largest = Math.min(largestVirtualSize, Math.max(ALWAYS, MOST_IN_ALL * bytes.size()));
        Counting counting = new Counting(bytes.stream());
        try (InputStream in = decompressed(counting, format)) {
            byte[] head = in.readNBytes(BUFFER);
            Inspected.Refused other = ImageInspector.otherThan(DiskFormat.RAW, Bytes.of(head));
            if (other != null) {
                return new Inspected.Refused(
                        "What is compressed is no raw disk: " + other.reason(), "Decompress it first.");
            }
            byte[] buffer = new byte[BUFFER];
            long count = head.length;
            int read = 0;
            while (count < LOOK && read >= 0) {
                read = in.read(buffer, 0, BUFFER);
                count += Math.max(0, read);
                if (count > largest) {
                    return bomb();
                }
            }
            boolean ended = count < LOOK;
            if (ended && (count == 0 || count % 512 != 0)) {
                return Inspected.Refused.truncated(
                        "A raw disk is a whole number of 512-byte sectors; unpacked, this has %,d bytes."
                                .formatted(count));
            }
            if (!ended && count / MOST_AT_FIRST > counting.count) {
                return bomb();
            }
            return new Inspected.Compressed(format, bytes.size(), largest);
        } catch (UnreadableException unreadable) {
            return damaged(format, unreadable);
        }
    }

    private static Inspected.Refused bomb() {
        return new Inspected.Refused(
                "Far more would come out of the file than is in it.",
                "Import the disk as qcow2, which leaves out what is empty.");
    }

    private static Inspected.Refused damaged(DiskFormat format, UnreadableException failure) {
        return new Inspected.Refused(
                "The file cannot be unpacked as %s (%s).".formatted(format.label(), failure.getMessage()),
                "It may be damaged, or need more memory than is allowed: compress it again with default settings.");
    }

    private static InputStream decompressed(InputStream in, DiskFormat format) throws IOException {
        try {
            InputStream plain =
                    switch (format) {
                        case RAW_GZIP -> new GZIPInputStream(in, BUFFER);
                        case RAW_XZ -> new XZInputStream(in, XZ_MEMORY);
                        case RAW_ZSTD -> {
                            ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(in);
                            zstd.setLongMax(ZSTD_WINDOW);
                            yield zstd;
                        }
                        case QCOW2, RAW, VMDK, VHDX, VDI, OVA ->
                            throw new IllegalArgumentException(format + " is not compressed");
                    };
            return new Decompressed(plain);
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        } catch (IOException | RuntimeException wrong) {
            throw new UnreadableException(wrong);
        }
    }

    /** Writes everything, holes where there are only zeros; null when it could. */
    private Inspected.@Nullable Refused write(
            InputStream in, Path target, long largest, @Nullable MessageDigest digest, Runnable progress)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        byte[] zeros = new byte[BUFFER];
        long size = 0;
        long sinceLook = ROOM_EVERY;
        try (FileChannel out = FileChannel.open(
                target,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            for (int read = in.readNBytes(buffer, 0, BUFFER); read > 0; read = in.readNBytes(buffer, 0, BUFFER)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while unpacking");
                }
                if (size + read > largest) {
                    return bomb();
                }
                if (digest != null) {
                    digest.update(buffer, 0, read);
                }
                if (!Arrays.equals(buffer, 0, read, zeros, 0, read)) {
                    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                    while (bytes.hasRemaining()) {
                        out.write(bytes, size + bytes.position());
                    }
                    sinceLook += read;
                }
                size += read;
                if (sinceLook >= ROOM_EVERY) {
                    sinceLook = 0;
                    if (Files.getFileStore(target).getUsableSpace() < keptFree) {
                        return new Inspected.Refused(
                                "There is no room to unpack the file.",
                                "Make room in the server's data folder, or import the disk as qcow2.");
                    }
                }
                progress.run();
            }
            if (out.size() < size) {
                out.write(ByteBuffer.allocate(1), size - 1);
            }
        }
        return null;
    }

    /** The bytes themselves are wrong, not the reading of them. */
    private static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(Exception cause) {
            super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        }
    }

    /** Tells failures of the decompressor from those of the file. */
    private static final class Decompressed extends FilterInputStream {
        Decompressed(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (UncheckedIOException unreadable) {
                throw unreadable.getCause();
            } catch (IOException | RuntimeException wrong) {
                throw new UnreadableException(wrong);
            }
        }
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = super.read(into, offset, length);
                count += Math.max(0, read);
                return read;
            } catch (IOException failure) {
                // Passes through the decompressor as it is.
                throw new UncheckedIOException(failure);
            }
        }
    }
}
