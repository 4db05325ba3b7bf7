package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers, the table of regions, the metadata and the table of blocks of a VHDX: closed properly, without a parent.
 *
 * <p>Header and table of regions are there twice. Both tables must be the same, and of the headers the newer one counts: otherwise two
 * programs could see two disks in one file.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-vhdx/">[MS-VHDX]</a>
 */
final class VhdxInspection {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int HEADER = 4 * KIB;
    private static final int REGIONS = 64 * KIB;
    private static final int METADATA_TABLE = 64 * KIB;
    private static final int MOST_ENTRIES = 2047;
    private static final long MOST_TABLE = 512L << 20;
    private static final String BAT = "2dc27766f62342009d64115e9bfd4a08";
    private static final String METADATA = "8b7ca20647904b9ab8fe575f050f886e";
    private static final String FILE_PARAMETERS = "caa16737fa364d43b3b633f0aa44e76b";
    private static final String VIRTUAL_SIZE = "2fa54224cd1b4876b2115dbed83bf4b8";
    private static final String LOGICAL_SECTOR = "8141bf1da96f4709ba47f233a8faab5f";
    private static final String PHYSICAL_SECTOR = "cda348c7445d44719cc9e9885251c556";
    private static final String PAGE_83 = "beca12abb2e6452393efc309e000c746";
    private static final String PARENT = "a8d35f2db30b454dabf7d3d84834ab0c";

    private final Bytes bytes;
    private final long largest;
    private long present;

    VhdxInspection(Bytes bytes, long largest) {
        this.bytes = bytes.littleEndian();
        this.largest = largest;
    }

    /** A part of the file. */
    private record Region(long offset, long length) {}

    private static Inspected.Refused damaged(String what) {
        return new Inspected.Refused(
                "The VHDX's %s cannot be read.".formatted(what),
                "Have it checked by what made it, or convert it with qemu-img convert -O qcow2.");
    }

    Inspected inspect() throws IOException {
        if (bytes.size() < MIB) {
            return Inspected.Refused.truncated("The file ends within its headers (%d bytes).".formatted(bytes.size()));
        }
        ByteBuffer header = header();
        if (header == null) {
            return damaged("header");
        }
        if (header.getShort(66) != 1 || header.getShort(64) != 0) {
            return Inspected.Refused.convert("VHDX version %d is not known.".formatted(header.getShort(66)));
        }
        if (header.getLong(48) != 0 || header.getLong(56) != 0) {
            return new Inspected.Refused(
                    "The VHDX was not closed properly: changes are still in its log.",
                    "Repair it with qemu-img check -r all.");
        }
        Map<String, Region> regions = regions();
        if (regions == null) {
            return damaged("table of regions");
        }
        Region metadata = regions.get(METADATA);
        Region blocks = regions.get(BAT);
        if (metadata == null || blocks == null || regions.size() != 2) {
            return Inspected.Refused.convert("The VHDX has regions that are not known, or lacks one.");
        }
        return metadata(metadata, blocks);
    }

    /** The newer of the two that are whole; null when it cannot be told which that is. */
    private @Nullable ByteBuffer header() throws IOException {
        ByteBuffer first = whole(64 * KIB, HEADER, "head");
        ByteBuffer second = whole(128 * KIB, HEADER, "head");
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        int order = Long.compareUnsigned(first.getLong(8), second.getLong(8));
        if (order == 0) {
            return first.equals(second) ? first : null;
        }
        return order > 0 ? first : second;
    }

    /** A structure with the right signature and checksum. */
    private @Nullable ByteBuffer whole(long offset, int length, String signature) throws IOException {
        if (!bytes.latin1(offset, 4).equals(signature)) {
            return null;
        }
        ByteBuffer part = bytes.read(offset, length);
        if (part.limit() < length) {
            return null;
        }
        int expected = part.getInt(4);
        CRC32C sum = new CRC32C();
        sum.update(part.slice(0, 4));
        sum.update(new byte[4]);
        sum.update(part.slice(8, length - 8));
        return (int) sum.getValue() == expected ? part : null;
    }

    private @Nullable Map<String, Region> regions() throws IOException {
        ByteBuffer first = whole(192 * KIB, REGIONS, "regi");
        ByteBuffer second = whole(256 * KIB, REGIONS, "regi");
        if (first == null || (second != null && !first.equals(second))) {
            return null;
        }
        int count = first.getInt(8);
        if (count < 0 || count > MOST_ENTRIES) {
            return null;
        }
        Map<String, Region> regions = new HashMap<>();
        for (int entry = 0; entry < count; entry++) {
            int place = 16 + entry * 32;
            Region region = new Region(first.getLong(place + 16), Integer.toUnsignedLong(first.getInt(place + 24)));
            boolean fits = region.offset() >= MIB
                    && region.offset() % MIB == 0
                    && region.length() > 0
                    && region.length() % MIB == 0
                    && bytes.holds(region.offset(), region.length());
            if (!fits || regions.put(guid(first, place), region) != null) {
                return null;
            }
        }
        return regions;
    }

    private static String guid(ByteBuffer from, int place) {
        return "%08x%04x%04x%016x"
                .formatted(
                        from.getInt(place),
                        from.getShort(place + 4),
                        from.getShort(place + 6),
                        Long.reverseBytes(from.getLong(place + 8)))
                .toLowerCase(Locale.ROOT);
    }

    private Inspected metadata(Region metadata, Region blocks) throws IOException {
        ByteBuffer table = bytes.read(metadata.offset(), METADATA_TABLE);
        if (!bytes.latin1(metadata.offset(), 8).equals("metadata") || table.limit() < METADATA_TABLE) {
            return damaged("metadata");
        }
        int count = Short.toUnsignedInt(table.getShort(10));
        if (count > MOST_ENTRIES) {
            return damaged("metadata");
        }
        Map<String, ByteBuffer> items = new HashMap<>();
        for (int entry = 0; entry < count; entry++) {
            int place = 32 + entry * 32;
            String name = guid(table, place);
            long offset = Integer.toUnsignedLong(table.getInt(place + 16));
            long length = Integer.toUnsignedLong(table.getInt(place + 20));
            if (name.equals(PARENT)) {
                return readsAnother();
            }
            boolean fits =
                    length > 0 && length <= MIB && offset >= METADATA_TABLE && offset + length <= metadata.length();
            if (!fits || items.containsKey(name)) {
                return damaged("metadata");
            }
            items.put(name, bytes.read(metadata.offset() + offset, (int) Math.min(length, 16)));
            boolean known =
                    switch (name) {
                        case FILE_PARAMETERS, VIRTUAL_SIZE, LOGICAL_SECTOR, PHYSICAL_SECTOR, PAGE_83 -> true;
                        default -> false;
                    };
            if (!known && (table.getInt(place + 24) & 4) != 0) {
                return Inspected.Refused.convert("The VHDX needs features that are not known.");
            }
        }
        return items(items, blocks);
    }

    private static Inspected.Refused readsAnother() {
        return new Inspected.Refused(
                "The VHDX reads from another file (its parent).", "Flatten it where that file is.");
    }

    private Inspected items(Map<String, ByteBuffer> items, Region blocks) throws IOException {
        ByteBuffer parameters = items.get(FILE_PARAMETERS);
        ByteBuffer size = items.get(VIRTUAL_SIZE);
        ByteBuffer sector = items.get(LOGICAL_SECTOR);
        if (parameters == null
                || parameters.limit() < 8
                || size == null
                || size.limit() < 8
                || sector == null
                || sector.limit() < 4) {
            return damaged("metadata");
        }
        if ((parameters.getInt(4) & 2) != 0) {
            return readsAnother();
        }
        long block = Integer.toUnsignedLong(parameters.getInt(0));
        if (block < MIB || block > 256L * MIB || Long.bitCount(block) != 1) {
            return Inspected.Refused.convert("Blocks of %,d bytes are not allowed.".formatted(block));
        }
        if (sector.getInt(0) != 512) {
            return Inspected.Refused.convert("Sectors of %d bytes are not allowed.".formatted(sector.getInt(0)));
        }
        long virtualSize = size.getLong(0);
        if (virtualSize <= 0 || virtualSize % 512 != 0) {
            return new Inspected.Refused(
                    "The VHDX says that its disk is empty or not of whole sectors.", "Import an image with content.");
        }
        return virtualSize > largest
                ? Inspected.Refused.tooLarge(virtualSize, largest)
                : blocks(virtualSize, block, blocks);
    }

    private Inspected blocks(long virtualSize, long block, Region table) throws IOException {
        // After so many entries comes one for a bitmap, which only a disk with a parent needs.
        long group = (512L << 23) / block;
        long count = Math.ceilDiv(virtualSize, block);
        long entries = count + (count - 1) / group;
        if (entries * 8 > table.length() || entries * 8 > MOST_TABLE) {
            return Inspected.Refused.truncated("The VHDX's table of blocks is too short for its disk.");
        }
        boolean sound = new Table(bytes, table.offset(), entries * 8).allMatch(8, (part, position, number) -> {
            long entry = part.getLong(position);
            long state = entry & 7;
            long place = entry & 0xffff_ffff_fff0_0000L;
            if (number % (group + 1) == group) {
                return state == 0;
            }
            if (state == 6) {
                present++;
                return place >= MIB && bytes.holds(place, block);
            }
            return state <= 3;
        });
        if (!sound) {
            return Inspected.Refused.truncated(
                    "Some of the VHDX's data lies past the end of the file, or in another one.");
        }
        if (present * block > bytes.size()) {
            return Inspected.Refused.convert("The VHDX uses parts of itself several times.");
        }
        return new Inspected.Usable(DiskFormat.VHDX, virtualSize, bytes.size(), present * block);
    }
}
