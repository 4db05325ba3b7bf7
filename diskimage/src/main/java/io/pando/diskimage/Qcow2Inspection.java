package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header and the tables of a qcow2 file within bounds.
 *
 * <p>QEMU reads clusters that lie past the end of the file as zeros, so a truncated file would become a disk with silent holes: every
 * place that the tables name is checked against the file's size.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qcow2.html">The qcow2 format</a>
 */
final class Qcow2Inspection {
    private static final int HEADER_V2 = 72;
    private static final int HEADER_V3 = 104;
    private static final long DIRTY = 1;
    private static final long CORRUPT = 1 << 1;
    private static final long DATA_FILE = 1 << 2;
    private static final long COMPRESSION_TYPE = 1 << 3;
    private static final long EXTENDED_L2 = 1 << 4;
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final int MOST_L1_BYTES = 32 << 20;
    private static final String TRUNCATED = "The file may be truncated: copy it again and compare checksums.";
    private static final String CONVERT = "Convert it with qemu-img convert -O qcow2, which makes a plain one.";

    private final Bytes bytes;
    private final long largest;

    Qcow2Inspection(Bytes bytes, long largest) {
        this.bytes = bytes;
        this.largest = largest;
    }

    Inspected inspect() throws IOException {
        if (bytes.size() < HEADER_V2) {
            return new Inspected.Refused(
                    "The file ends within its header (%d bytes).".formatted(bytes.size()), TRUNCATED);
        }
        ByteBuffer header = bytes.read(0, HEADER_V3);
        int version = header.getInt(4);
        if (version != 2 && version != 3) {
            return new Inspected.Refused("qcow2 version %d is not known.".formatted(version), CONVERT);
        }
        if (header.getLong(8) != 0 || header.getInt(16) != 0) {
            return new Inspected.Refused(
                    "The image reads from another file (a backing file).",
                    "Flatten it with qemu-img convert where that file is.");
        }
        int clusterBits = header.getInt(20);
        if (clusterBits < 9 || clusterBits > 21) {
            return new Inspected.Refused("Clusters of 2^%d bytes are not allowed.".formatted(clusterBits), CONVERT);
        }
        long virtualSize = header.getLong(24);
        if (virtualSize <= 0) {
            return new Inspected.Refused("The image says that its disk is empty.", "Import an image with content.");
        }
        if (virtualSize > largest) {
            return tooLarge(virtualSize, largest);
        }
        if (header.getInt(32) != 0) {
            return new Inspected.Refused("The image is encrypted.", "Convert it to an unencrypted one.");
        }
        if (header.getInt(60) != 0) {
            return new Inspected.Refused(
                    "The image has internal snapshots.",
                    "Remove them with qemu-img snapshot -d, or convert the image.");
        }
        boolean extended = false;
        if (version == 3) {
            if (bytes.size() < HEADER_V3) {
                return new Inspected.Refused("The file ends within its header.", TRUNCATED);
            }
            long features = header.getLong(72);
            Inspected.Refused refused = features(features, header.getInt(100), clusterBits);
            if (refused != null) {
                return refused;
            }
            extended = (features & EXTENDED_L2) != 0;
        }
        return tables(header, clusterBits, virtualSize, extended);
    }

    private static Inspected.@Nullable Refused features(long features, int headerLength, int clusterBits) {
        if ((features & DATA_FILE) != 0) {
            return new Inspected.Refused("The image keeps its data in another file.", CONVERT);
        }
        if ((features & (DIRTY | CORRUPT)) != 0) {
            return new Inspected.Refused(
                    "The image was not closed properly or is damaged.", "Repair it with qemu-img check -r all.");
        }
        long unknown = features & ~(COMPRESSION_TYPE | EXTENDED_L2);
        if (unknown != 0) {
            return new Inspected.Refused(
                    "The image needs features that are not known (%x).".formatted(unknown), CONVERT);
        }
        if (headerLength < HEADER_V3 || headerLength > 1 << clusterBits) {
            return new Inspected.Refused("The header claims a length of %d.".formatted(headerLength), CONVERT);
        }
        return null;
    }

    private Inspected tables(ByteBuffer header, int clusterBits, long virtualSize, boolean extended)
            throws IOException {
        long clusterSize = 1L << clusterBits;
        long entrySize = extended ? 16 : 8;
        long entriesPerTable = clusterSize / entrySize;
        long clusters = Math.ceilDiv(virtualSize, clusterSize);
        long needed = Math.ceilDiv(clusters, entriesPerTable);
        long l1Entries = Integer.toUnsignedLong(header.getInt(36));
        long l1Offset = header.getLong(40);
        long refcountOffset = header.getLong(48);
        long refcountClusters = Integer.toUnsignedLong(header.getInt(56));
        if (l1Entries < needed || l1Entries * 8 > MOST_L1_BYTES) {
            return new Inspected.Refused(
                    "The table of contents has %,d entries where %,d are needed.".formatted(l1Entries, needed),
                    CONVERT);
        }
        if (!bytes.holds(l1Offset, l1Entries * 8) || !bytes.holds(refcountOffset, refcountClusters << clusterBits)) {
            return new Inspected.Refused("The image's tables lie past the end of the file.", TRUNCATED);
        }
        ByteBuffer l1 = bytes.read(l1Offset, (int) (needed * 8));
        while (l1.remaining() >= 8) {
            long tableOffset = l1.getLong() & OFFSET_MASK;
            if (tableOffset == 0) {
                continue;
            }
            if (!bytes.holds(tableOffset, clusterSize) || !dataIsThere(tableOffset, clusterBits, entrySize)) {
                return new Inspected.Refused("Some of the image's data lies past the end of the file.", TRUNCATED);
            }
        }
        return new Inspected.Usable(DiskFormat.QCOW2, virtualSize, bytes.size());
    }

    private boolean dataIsThere(long tableOffset, int clusterBits, long entrySize) throws IOException {
        ByteBuffer table = bytes.read(tableOffset, 1 << clusterBits);
        // A compressed cluster's place has fewer bits, the more a cluster's length needs.
        long compressedMask = (1L << (62 - (clusterBits - 8))) - 1;
        for (int position = 0; position + entrySize <= table.limit(); position += (int) entrySize) {
            long entry = table.getLong(position);
            long place = (entry & COMPRESSED) != 0 ? entry & compressedMask : entry & OFFSET_MASK;
            if (place != 0 && !bytes.holds(place, 1)) {
                return false;
            }
        }
        return true;
    }

    static Inspected.Refused tooLarge(long size, long largest) {
        return new Inspected.Refused(
                "The disk would have %,d GiB; at most %,d GiB are accepted.".formatted(size >> 30, largest >> 30),
                "Shrink it, or let an administrator raise pando.images.largest-gib.");
    }
}
