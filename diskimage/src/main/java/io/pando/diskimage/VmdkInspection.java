package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header, the descriptor and the tables of a VMDK that is one file: monolithicSparse or streamOptimized. A descriptor can name
 * any file as an extent or as a parent, so it must name none but the file itself.
 *
 * <p>A header may say that it is to be read from the end of the file instead. What stands there must agree with what stands at the
 * beginning in everything but the place of the table of contents: otherwise this file would be two disks, and the other one unseen.
 *
 * @see <a href="https://www.vmware.com/app/vmdk/?src=vmdk">VMware Virtual Disk Format 5.0</a>
 */
final class VmdkInspection {
    private static final int SECTOR = 512;
    private static final int MAGIC = 0x564d_444b;
    private static final long DIRECTORY_AT_END = -1;
    private static final int REDUNDANT_TABLES = 1 << 1;
    private static final int COMPRESSED = 1 << 16;
    private static final int MARKERS = 1 << 17;
    private static final int KNOWN_FLAGS = 1 | REDUNDANT_TABLES | 1 << 2 | COMPRESSED | MARKERS;
    private static final int FOOTER_MARKER = 3;
    private static final int MOST_DIRECTORY_BYTES = 32 << 20;

    /** QEMU looks for a parent within so many bytes, wherever the descriptor is said to end. */
    private static final int DESCRIPTOR = 20 * SECTOR;

    private static final Pattern EXTENT =
            Pattern.compile("(?:RW|RDONLY|NOACCESS)\\s+(\\d{1,18})\\s+([A-Z0-9]+)(?:\\s+\"([^\"]*)\")?(?:\\s.*)?");

    private final Bytes bytes;
    private final long largest;
    private long tables;
    private long stored;
    private long content;

    VmdkInspection(Bytes bytes, long largest) {
        this.bytes = bytes.littleEndian();
        this.largest = largest;
    }

    Inspected inspect() throws IOException {
        ByteBuffer header = bytes.read(0, SECTOR);
        if (header.limit() < SECTOR) {
            return Inspected.Refused.truncated("The file ends within its header.");
        }
        if (header.getInt(0) != MAGIC) {
            return Inspected.Refused.convert("The VMDK is of several files, or of ESX's old kind.");
        }
        if (header.getLong(56) == DIRECTORY_AT_END) {
            ByteBuffer footer = footer(header);
            if (footer == null) {
                return Inspected.Refused.convert(
                        "The VMDK's header at its end is missing or is not the one at its beginning.");
            }
            header = footer;
        }
        Extent extent = new Extent(header);
        Inspected.Refused refused = extent.refused(largest);
        if (refused == null) {
            refused = descriptor(extent);
        }
        return refused == null ? grains(extent) : refused;
    }

    /** The header at the end, when it says the same as the one at the beginning. */
    private @Nullable ByteBuffer footer(ByteBuffer header) throws IOException {
        long begin = bytes.size() - 3 * SECTOR;
        if (begin < SECTOR) {
            return null;
        }
        ByteBuffer end = bytes.read(begin, 3 * SECTOR);
        ByteBuffer footer = end.slice(SECTOR, SECTOR).order(end.order());
        boolean marked = end.getLong(0) == 1
                && end.getInt(8) == 0
                && end.getInt(12) == FOOTER_MARKER
                && end.getLong(2 * SECTOR) == 0
                && end.getLong(2 * SECTOR + 8) == 0;
        // The places of the table of contents and the overhead are what a footer is there to say.
        boolean same = header.slice(0, 48).equals(footer.slice(0, 48))
                && header.slice(72, 7).equals(footer.slice(72, 7))
                && footer.getLong(56) != DIRECTORY_AT_END;
        return marked && same ? footer : null;
    }

    /** The fields of a header. */
    private record Extent(
            int version,
            int flags,
            long capacity,
            long grain,
            long descriptorOffset,
            long descriptorSize,
            int tableEntries,
            long redundantDirectory,
            long directory,
            int compression) {

        Extent(ByteBuffer header) {
            this(
                    header.getInt(4),
                    header.getInt(8),
                    header.getLong(12),
                    header.getLong(20),
                    header.getLong(28),
                    header.getLong(36),
                    header.getInt(44),
                    header.getLong(48),
                    header.getLong(56),
                    Short.toUnsignedInt(header.getShort(77)));
        }

        boolean compressed() {
            return (flags & COMPRESSED) != 0;
        }

        long grainBytes() {
            return grain * SECTOR;
        }

        long grains() {
            return Math.ceilDiv(capacity, grain);
        }

        long directoryEntries() {
            return Math.ceilDiv(grains(), tableEntries);
        }

        Inspected.@Nullable Refused refused(long largest) {
            if (version < 1 || version > 3) {
                return Inspected.Refused.convert("VMDK version %d is not known.".formatted(version));
            }
            if ((flags & ~KNOWN_FLAGS) != 0 || compressed() != ((flags & MARKERS) != 0)) {
                return Inspected.Refused.convert("The VMDK needs features that are not known (%x).".formatted(flags));
            }
            if (compression != (compressed() ? 1 : 0)) {
                return Inspected.Refused.convert("The VMDK's compression %d is not known.".formatted(compression));
            }
            // With a capacity of 0, QEMU reads extents from the descriptor.
            if (capacity <= 0) {
                return new Inspected.Refused("The VMDK says that its disk is empty.", "Import an image with content.");
            }
            if (capacity > largest / SECTOR) {
                return Inspected.Refused.tooLarge(
                        capacity > Long.MAX_VALUE / SECTOR ? Long.MAX_VALUE : capacity * SECTOR, largest);
            }
            if (grain < 8 || grain > 4096 || Long.bitCount(grain) != 1) {
                return Inspected.Refused.convert("Grains of %d sectors are not allowed.".formatted(grain));
            }
            if (tableEntries < 1 || tableEntries > 512) {
                return Inspected.Refused.convert("Tables of %d grains are not allowed.".formatted(tableEntries));
            }
            return directoryEntries() * 4 > MOST_DIRECTORY_BYTES
                    ? Inspected.Refused.convert("The VMDK's table of contents is too long.")
                    : null;
        }
    }

    private Inspected.@Nullable Refused descriptor(Extent extent) throws IOException {
        long offset = extent.descriptorOffset();
        long length = extent.descriptorSize();
        if (offset < 1
                || length < 1
                || offset > Long.MAX_VALUE / SECTOR
                || length > DESCRIPTOR / SECTOR
                || !bytes.holds(offset * SECTOR, length * SECTOR)) {
            return Inspected.Refused.convert("The VMDK's descriptor is missing, too long or past the end of the file.");
        }
        for (long place : List.of(0L, offset * SECTOR)) {
            if (bytes.latin1(place, DESCRIPTOR).toLowerCase(Locale.ROOT).contains("parentfilenamehint")) {
                return readsAnother();
            }
        }
        String text = bytes.latin1(offset * SECTOR, (int) length * SECTOR);
        int end = text.indexOf('\0');
        return lines(extent, end < 0 ? text : text.substring(0, end));
    }

    private static Inspected.Refused readsAnother() {
        return new Inspected.Refused(
                "The VMDK reads from another file.", "Flatten it with qemu-img convert where that file is.");
    }

    private static Inspected.@Nullable Refused lines(Extent extent, String text) {
        String type = "";
        int extents = 0;
        for (String raw : text.split("[\r\n]", -1)) {
            String line = raw.strip();
            String key = line.replaceFirst("\\s*=.*", "");
            String value = line.contains("=")
                    ? line.substring(line.indexOf('=') + 1).strip().replace("\"", "")
                    : "";
            switch (key.toLowerCase(Locale.ROOT)) {
                case "createtype" -> {
                    if (!type.isEmpty()) {
                        return Inspected.Refused.convert("The VMDK's descriptor says twice what it is.");
                    }
                    type = value;
                }
                case "parentcid" -> {
                    if (!value.equalsIgnoreCase("ffffffff")) {
                        return readsAnother();
                    }
                }
                case "encoding" -> {
                    if (value.length() > 40) {
                        return Inspected.Refused.convert("The VMDK's descriptor cannot be read.");
                    }
                }
                default -> {
                    if (line.matches("(?:RW|RDONLY|NOACCESS)\\b.*")) {
                        extents++;
                        if (!ownExtent(extent, line)) {
                            return Inspected.Refused.convert(
                                    "The VMDK's data is in another file, or not of this kind.");
                        }
                    }
                }
            }
        }
        boolean known = type.equals("monolithicSparse") || type.equals("streamOptimized");
        if (!known || type.equals("streamOptimized") != extent.compressed()) {
            return Inspected.Refused.convert(
                    "The VMDK is of the kind \"%s\".".formatted(type.replaceAll("[^A-Za-z0-9]", "?")));
        }
        return extents == 1
                ? null
                : Inspected.Refused.convert("The VMDK consists of %d extents instead of one.".formatted(extents));
    }

    /** Its name is that under which the file was made, and does not matter: it is never opened. */
    private static boolean ownExtent(Extent extent, String line) {
        Matcher found = EXTENT.matcher(line);
        if (!found.matches() || !found.group(2).equals("SPARSE") || found.group(3) == null) {
            return false;
        }
        return Long.parseLong(found.group(1)) == extent.capacity()
                && found.group(3).matches("[^/\\\\:{}\\x00-\\x1f]{1,255}");
    }

    private Inspected grains(Extent extent) throws IOException {
        long directoryBytes = extent.directoryEntries() * 4;
        if (!sectorHolds(extent.directory(), directoryBytes)
                || ((extent.flags() & REDUNDANT_TABLES) != 0
                        && !sectorHolds(extent.redundantDirectory(), directoryBytes))) {
            return Inspected.Refused.truncated("The VMDK's tables lie past the end of the file.");
        }
        long tableBytes = extent.tableEntries() * 4L;
        boolean sound = new Table(bytes, extent.directory() * SECTOR, directoryBytes)
                .allMatch(4, (directory, position, number) -> {
                    long place = Integer.toUnsignedLong(directory.getInt(position));
                    // A table belongs to one entry only: together they cannot be longer than the file.
                    tables += place == 0 ? 0 : tableBytes;
                    return place == 0
                            || (tables <= bytes.size()
                                    && sectorHolds(place, tableBytes)
                                    && grainsAreThere(extent, place * SECTOR, tableBytes, number));
                });
        if (tables > bytes.size() || stored > bytes.size()) {
            return Inspected.Refused.convert("The VMDK uses parts of itself several times.");
        }
        if (!sound) {
            return Inspected.Refused.truncated("Some of the VMDK's data lies past the end of the file.");
        }
        return new Inspected.Usable(DiskFormat.VMDK, extent.capacity() * SECTOR, bytes.size(), content);
    }

    private boolean grainsAreThere(Extent extent, long offset, long length, long tableNumber) throws IOException {
        return new Table(bytes, offset, length).allMatch(4, (table, position, number) -> {
            long grain = tableNumber * extent.tableEntries() + number;
            long place = Integer.toUnsignedLong(table.getInt(position));
            // 0 is a hole, and 1 is one that was made on purpose.
            if (place <= 1 || grain >= extent.grains()) {
                return true;
            }
            content += extent.grainBytes();
            if (!extent.compressed()) {
                long used = Math.min(extent.grain(), extent.capacity() - grain * extent.grain()) * SECTOR;
                stored += used;
                return sectorHolds(place, used);
            }
            if (!sectorHolds(place, 12)) {
                return false;
            }
            ByteBuffer marker = bytes.read(place * SECTOR, 12);
            long size = Integer.toUnsignedLong(marker.getInt(8));
            stored += 12 + size;
            // Deflate adds less than a sector to what it cannot make smaller.
            return marker.getLong(0) == grain * extent.grain()
                    && size > 0
                    && size <= extent.grainBytes() + SECTOR
                    && bytes.holds(place * SECTOR + 12, size);
        });
    }

    private boolean sectorHolds(long sector, long length) {
        return sector > 0 && sector < Long.MAX_VALUE / SECTOR && bytes.holds(sector * SECTOR, length);
    }
}
