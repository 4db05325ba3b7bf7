package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header and the map of blocks of a VirtualBox disk image: dynamic or fixed, without a parent.
 *
 * @see <a href="https://forums.virtualbox.org/viewtopic.php?t=8046">All about VDIs</a>
 */
final class VdiInspection {
    private static final int HEADER = 512;
    private static final int VERSION = 0x0001_0001;
    private static final int DYNAMIC = 1;
    private static final int FIXED = 2;
    private static final int BLOCK = 1 << 20;
    private static final int UNALLOCATED = -1;
    private static final int DISCARDED = -2;

    private final Bytes bytes;
    private final long largest;
    private long allocated;

    VdiInspection(Bytes bytes, long largest) {
        this.bytes = bytes.littleEndian();
        this.largest = largest;
    }

    Inspected inspect() throws IOException {
        ByteBuffer header = bytes.read(0, HEADER);
        if (header.limit() < HEADER) {
            return Inspected.Refused.truncated("The file ends within its header.");
        }
        Inspected.Refused refused = refused(header);
        return refused == null ? blocks(header) : refused;
    }

    private Inspected.@Nullable Refused refused(ByteBuffer header) {
        if (header.getInt(68) != VERSION) {
            return Inspected.Refused.convert("VDI version %08x is not known.".formatted(header.getInt(68)));
        }
        if (header.getInt(76) != DYNAMIC && header.getInt(76) != FIXED) {
            return Inspected.Refused.convert(
                    "The VDI is of kind %d, neither dynamic nor fixed.".formatted(header.getInt(76)));
        }
        if (header.getLong(424) != 0
                || header.getLong(432) != 0
                || header.getLong(440) != 0
                || header.getLong(448) != 0) {
            return new Inspected.Refused(
                    "The VDI reads from another file (its parent).", "Flatten it where that file is.");
        }
        if (header.getInt(360) != 512 || header.getInt(376) != BLOCK || header.getInt(380) != 0) {
            return Inspected.Refused.convert("The VDI's sectors or blocks have a size that is not allowed.");
        }
        long virtualSize = header.getLong(368);
        if (virtualSize <= 0) {
            return new Inspected.Refused("The VDI says that its disk is empty.", "Import an image with content.");
        }
        if (virtualSize > largest) {
            return Inspected.Refused.tooLarge(virtualSize, largest);
        }
        return blockCount(header) == Math.ceilDiv(virtualSize, BLOCK)
                ? null
                : Inspected.Refused.convert(
                        "The VDI's map has %,d blocks, and its disk has not.".formatted(blockCount(header)));
    }

    private static long blockCount(ByteBuffer header) {
        return Integer.toUnsignedLong(header.getInt(384));
    }

    private Inspected blocks(ByteBuffer header) throws IOException {
        long map = Integer.toUnsignedLong(header.getInt(340));
        long data = Integer.toUnsignedLong(header.getInt(344));
        long most = Integer.toUnsignedLong(header.getInt(388));
        long mapBytes = blockCount(header) * 4;
        if (map < HEADER || map % 512 != 0 || data % 512 != 0 || data < map || !bytes.holds(map, mapBytes)) {
            return Inspected.Refused.truncated("The VDI's map lies past the end of the file.");
        }
        boolean sound = new Table(bytes, map, mapBytes).allMatch(4, (part, position, number) -> {
            int block = part.getInt(position);
            if (block == UNALLOCATED || block == DISCARDED) {
                return true;
            }
            allocated++;
            long index = Integer.toUnsignedLong(block);
            return index < most && bytes.holds(data + index * BLOCK, BLOCK);
        });
        if (!sound) {
            return Inspected.Refused.truncated("Some of the VDI's data lies past the end of the file.");
        }
        if (allocated * BLOCK > bytes.size()) {
            return Inspected.Refused.convert("The VDI uses parts of itself several times.");
        }
        return new Inspected.Usable(DiskFormat.VDI, header.getLong(368), bytes.size(), allocated * BLOCK);
    }
}
