package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a file that is to be a disc in a CD drive: it must be an ISO 9660 image, whole, and nothing else at the same time. Reads a
 * few kilobytes.
 *
 * @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-119/">ECMA-119, section 8.4</a>
 */
public final class DiscInspector {
    private static final int SECTOR = 2048;
    private static final long PRIMARY_DESCRIPTOR = 16L * SECTOR;
    private static final int TYPE_PRIMARY = 1;
    private static final int PLACE_OF_SIZE = 80;
    private static final int PLACE_OF_BLOCK_SIZE = 128;

    private DiscInspector() {}

    /**
     * Why a file is no disc that can be used; empty when it is one.
     *
     * @throws IOException when it cannot be read
     */
    public static Optional<String> refusal(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("It is not a regular file.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return refusal(channel);
        }
    }

    /**
     * Like {@link #refusal(Path)} of a file that is open already: what is read from it later is what was looked at, whatever has its name
     * by then.
     */
    public static Optional<String> refusal(FileChannel file) throws IOException {
        Bytes bytes = Bytes.of(file);
        List<String> seen = Signature.detect(bytes);
        if (!seen.contains("iso9660") || !bytes.holds(PRIMARY_DESCRIPTOR, SECTOR)) {
            return Optional.of("It is not an ISO 9660 image.");
        }
        if (seen.size() > 1) {
            return Optional.of("It looks like %s at the same time.".formatted(String.join(" and ", seen)));
        }
        ByteBuffer descriptor = bytes.read(PRIMARY_DESCRIPTOR, SECTOR);
        // Both numbers stand there twice, for either order of bytes; the second copy is in ours.
        long blocks = Integer.toUnsignedLong(descriptor.getInt(PLACE_OF_SIZE + 4));
        int blockSize = Short.toUnsignedInt(descriptor.getShort(PLACE_OF_BLOCK_SIZE + 2));
        if (descriptor.get(0) != TYPE_PRIMARY || blockSize != SECTOR) {
            return Optional.of("It has no primary volume descriptor with blocks of 2,048 bytes.");
        }
        return bytes.holds(0, blocks * SECTOR)
                ? Optional.empty()
                : Optional.of("It is cut short: it says that it has %,d bytes, and has %,d."
                        .formatted(blocks * SECTOR, bytes.size()));
    }
}
