package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header and the tables of a qcow2 file within bounds.
 *
 * <p>QEMU reads clusters that lie past the end of the file as zeros, so a truncated file would become a disk with silent holes: every
 * place that the tables name is checked against the file's size. Without snapshots each cluster belongs to one place of the disk; a file
 * whose tables name more than it holds would grow when it is copied, and is refused.
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
    private static final int MOST_REFCOUNT_TABLE_BYTES = 8 << 20;
    private static final int MOST_EXTENSIONS = 64;
    private static final int BACKING_FORMAT = 0xe279_2aca;
    private static final int DATA_FILE_NAME = 0x4441_5441;
    private static final int ENCRYPTION = 0x0537_be77;

    private final Bytes bytes;
    private final long largest;
    private long tables;
    private long content;
    private long stored;

    Qcow2Inspection(Bytes bytes, long largest) {
        this.bytes = bytes;
        this.largest = largest;
    }

    Inspected inspect() throws IOException {
        if (bytes.size() < HEADER_V2) {
            return Inspected.Refused.truncated("The file ends within its header (%d bytes).".formatted(bytes.size()));
        }
        ByteBuffer header = bytes.read(0, HEADER_V3);
        int version = header.getInt(4);
        if (version != 2 && version != 3) {
            return Inspected.Refused.convert("qcow2 version %d is not known.".formatted(version));
        }
        if (header.getLong(8) != 0 || header.getInt(16) != 0) {
            return readsAnother();
        }
        int clusterBits = header.getInt(20);
        if (clusterBits < 9 || clusterBits > 21) {
            return Inspected.Refused.convert("Clusters of 2^%d bytes are not allowed.".formatted(clusterBits));
        }
        long virtualSize = header.getLong(24);
        if (virtualSize <= 0) {
            return new Inspected.Refused("The image says that its disk is empty.", "Import an image with content.");
        }
        if (virtualSize > largest) {
            return Inspected.Refused.tooLarge(virtualSize, largest);
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
        int headerLength = HEADER_V2;
        if (version == 3) {
            if (bytes.size() < HEADER_V3) {
                return Inspected.Refused.truncated("The file ends within its header.");
            }
            long features = header.getLong(72);
            headerLength = header.getInt(100);
            Inspected.Refused refused = features(features, headerLength, clusterBits);
            if (refused != null) {
                return refused;
            }
            if (header.getInt(96) < 0 || header.getInt(96) > 6) {
                return Inspected.Refused.convert(
                        "Reference counts of 2^%d bits are not allowed.".formatted(header.getInt(96)));
            }
            extended = (features & EXTENDED_L2) != 0;
        }
        Inspected.Refused refused = extensions(headerLength, 1L << clusterBits);
        return refused == null ? tables(header, clusterBits, virtualSize, extended) : refused;
    }

    private static Inspected.Refused readsAnother() {
        return new Inspected.Refused(
                "The image reads from another file (a backing file).",
                "Flatten it with qemu-img convert where that file is.");
    }

    private static Inspected.@Nullable Refused features(long features, int headerLength, int clusterBits) {
        if ((features & DATA_FILE) != 0) {
            return Inspected.Refused.convert("The image keeps its data in another file.");
        }
        if ((features & (DIRTY | CORRUPT)) != 0) {
            return new Inspected.Refused(
                    "The image was not closed properly or is damaged.", "Repair it with qemu-img check -r all.");
        }
        long unknown = features & ~(COMPRESSION_TYPE | EXTENDED_L2);
        if (unknown != 0) {
            return Inspected.Refused.convert("The image needs features that are not known (%x).".formatted(unknown));
        }
        if (headerLength < HEADER_V3 || headerLength > 1 << clusterBits || headerLength % 8 != 0) {
            return Inspected.Refused.convert("The header claims a length of %d.".formatted(headerLength));
        }
        return null;
    }

    /** Names of other files stand here too; with the features that use them they are refused before, alone they are a trick. */
    private Inspected.@Nullable Refused extensions(int begin, long end) throws IOException {
        long place = begin;
        for (int count = 0; place + 8 <= end && bytes.holds(place, 8); count++) {
            ByteBuffer extension = bytes.read(place, 8);
            int type = extension.getInt();
            long length = Integer.toUnsignedLong(extension.getInt());
            if (type == 0) {
                return null;
            }
            if (type == BACKING_FORMAT) {
                return readsAnother();
            }
            if (type == DATA_FILE_NAME) {
                return Inspected.Refused.convert("The image keeps its data in another file.");
            }
            if (type == ENCRYPTION) {
                return new Inspected.Refused("The image is encrypted.", "Convert it to an unencrypted one.");
            }
            if (count == MOST_EXTENSIONS || length > end - place - 8) {
                return Inspected.Refused.convert("The header's extensions do not end.");
            }
            place += 8 + Math.ceilDiv(length, 8) * 8;
        }
        return null;
    }

    private Inspected tables(ByteBuffer header, int clusterBits, long virtualSize, boolean extended)
            throws IOException {
        long clusterSize = 1L << clusterBits;
        int entrySize = extended ? 16 : 8;
        if (extended && clusterBits < 14) {
            return Inspected.Refused.convert("Subclusters need clusters of 16 KiB at least.");
        }
        long entriesPerTable = clusterSize / entrySize;
        long clusters = Math.ceilDiv(virtualSize, clusterSize);
        long needed = Math.ceilDiv(clusters, entriesPerTable);
        long l1Entries = Integer.toUnsignedLong(header.getInt(36));
        long l1Offset = header.getLong(40);
        long refcountOffset = header.getLong(48);
        long refcountClusters = Integer.toUnsignedLong(header.getInt(56));
        if (l1Entries < needed || l1Entries * 8 > MOST_L1_BYTES) {
            return Inspected.Refused.convert(
                    "The table of contents has %,d entries where %,d are needed.".formatted(l1Entries, needed));
        }
        if (refcountClusters == 0 || refcountClusters << clusterBits > MOST_REFCOUNT_TABLE_BYTES) {
            return bytes.holds(refcountOffset, refcountClusters << clusterBits)
                    ? Inspected.Refused.convert(
                            "The table of reference counts has %,d clusters.".formatted(refcountClusters))
                    : Inspected.Refused.truncated("The image's tables lie past the end of the file.");
        }
        if (!bytes.holds(l1Offset, l1Entries * 8)
                || !bytes.holds(refcountOffset, refcountClusters << clusterBits)
                || l1Offset % clusterSize != 0
                || refcountOffset % clusterSize != 0
                || l1Offset == 0
                || refcountOffset == 0) {
            return Inspected.Refused.truncated("The image's tables lie past the end of the file or not on clusters.");
        }
        long refcountBytes = refcountClusters << clusterBits;
        boolean sound = new Table(bytes, l1Offset, needed * 8).allMatch(8, (l1, position, number) -> {
            long place = l1.getLong(position) & OFFSET_MASK;
            // A table belongs to one entry only: together they cannot be longer than the file.
            tables += place == 0 ? 0 : clusterSize;
            return place == 0
                    || (tables <= bytes.size()
                            && place % clusterSize == 0
                            && apart(place, clusterSize, l1Offset, l1Entries * 8)
                            && apart(place, clusterSize, refcountOffset, refcountBytes)
                            && bytes.holds(place, clusterSize)
                            && dataIsThere(place, clusterBits, entrySize));
        });
        if (tables > bytes.size() || stored > bytes.size() + clusterSize) {
            return Inspected.Refused.convert("The image uses parts of itself several times.");
        }
        if (!sound) {
            return Inspected.Refused.truncated("Some of the image's data lies past the end of the file.");
        }
        return new Inspected.Usable(DiskFormat.QCOW2, virtualSize, bytes.size(), content);
    }

    private static boolean apart(long place, long length, long otherPlace, long otherLength) {
        return place + length <= otherPlace || otherPlace + otherLength <= place;
    }

    private boolean dataIsThere(long tableOffset, int clusterBits, int entrySize) throws IOException {
        long clusterSize = 1L << clusterBits;
        // A compressed cluster's place has fewer bits, the more a cluster's length needs.
        long compressedMask = (1L << (62 - (clusterBits - 8))) - 1;
        return new Table(bytes, tableOffset, clusterSize).allMatch(entrySize, (table, position, number) -> {
            long entry = table.getLong(position);
            boolean compressed = (entry & COMPRESSED) != 0;
            long place = compressed ? entry & compressedMask : entry & OFFSET_MASK;
            if (place == 0) {
                return true;
            }
            content += clusterSize;
            // Nothing that is compressed takes less than a few bytes.
            stored += compressed ? 16 : clusterSize;
            return bytes.holds(place, 1);
        });
    }
}
