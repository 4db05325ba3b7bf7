package io.pando.diskimage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** A small VHDX, right in everything until a test changes something. The disk has 64 MiB, and its first is full of 7. */
public final class VhdxBytes {
    public static final int KIB = 1 << 10;
    public static final int MIB = 1 << 20;
    public static final int HEADER_1 = 64 * KIB;
    public static final int HEADER_2 = 128 * KIB;
    public static final int REGIONS_1 = 192 * KIB;
    public static final int REGIONS_2 = 256 * KIB;
    public static final int METADATA = 2 * MIB;
    public static final int BAT = 3 * MIB;
    public static final int DATA = 4 * MIB;
    public static final int ITEMS = METADATA + 64 * KIB;
    public static final long VIRTUAL_SIZE = 64L * MIB;

    private final ByteBuffer file = ByteBuffer.allocate(DATA + MIB).order(ByteOrder.LITTLE_ENDIAN);
    private boolean sums = true;

    public VhdxBytes() {
        text(0, "vhdxfile");
        header(HEADER_1, 1);
        header(HEADER_2, 2);
        for (int table : new int[] {REGIONS_1, REGIONS_2}) {
            text(table, "regi");
            file.putInt(table + 8, 2);
            region(table + 16, "2dc27766f62342009d64115e9bfd4a08", BAT);
            region(table + 48, "8b7ca20647904b9ab8fe575f050f886e", METADATA);
        }
        text(METADATA, "metadata");
        file.putShort(METADATA + 10, (short) 5);
        item(0, "caa16737fa364d43b3b633f0aa44e76b", 0, 8);
        item(1, "2fa54224cd1b4876b2115dbed83bf4b8", 8, 8);
        item(2, "8141bf1da96f4709ba47f233a8faab5f", 16, 4);
        item(3, "cda348c7445d44719cc9e9885251c556", 20, 4);
        item(4, "beca12abb2e6452393efc309e000c746", 24, 16);
        file.putInt(ITEMS, MIB)
                .putLong(ITEMS + 8, VIRTUAL_SIZE)
                .putInt(ITEMS + 16, 512)
                .putInt(ITEMS + 20, 512);
        file.putLong(BAT, DATA | 6);
        for (int index = 0; index < MIB; index++) {
            file.put(DATA + index, (byte) 7);
        }
    }

    private void text(int place, String text) {
        file.put(place, text.getBytes(StandardCharsets.US_ASCII));
    }

    private void header(int place, long sequence) {
        text(place, "head");
        file.putLong(place + 8, sequence)
                .putShort(place + 66, (short) 1)
                .putInt(place + 68, MIB)
                .putLong(place + 72, MIB);
    }

    private void region(int place, String guid, long offset) {
        guid(place, guid);
        file.putLong(place + 16, offset).putInt(place + 24, MIB).putInt(place + 28, 1);
    }

    /** Writes an entry of the table of metadata. */
    public VhdxBytes item(int number, String guid, int offset, int length) {
        int place = METADATA + 32 + number * 32;
        guid(place, guid);
        file.putInt(place + 16, 64 * KIB + offset).putInt(place + 20, length).putInt(place + 24, 4);
        return this;
    }

    private void guid(int place, String hex) {
        file.putInt(place, Integer.parseUnsignedInt(hex.substring(0, 8), 16))
                .putShort(place + 4, (short) Integer.parseInt(hex.substring(8, 12), 16))
                .putShort(place + 6, (short) Integer.parseInt(hex.substring(12, 16), 16))
                .putLong(place + 8, Long.reverseBytes(Long.parseUnsignedLong(hex.substring(16), 16)));
    }

    public VhdxBytes with(Consumer<ByteBuffer> change) {
        change.accept(file);
        return this;
    }

    /** Leaves checksums as they are: wrong. */
    public VhdxBytes withoutSums() {
        sums = false;
        return this;
    }

    public byte[] bytes() {
        if (sums) {
            sum(HEADER_1, 4 * KIB);
            sum(HEADER_2, 4 * KIB);
            sum(REGIONS_1, 64 * KIB);
            sum(REGIONS_2, 64 * KIB);
        }
        return file.array().clone();
    }

    private void sum(int place, int length) {
        file.putInt(place + 4, 0);
        CRC32C sum = new CRC32C();
        sum.update(file.array(), place, length);
        file.putInt(place + 4, (int) sum.getValue());
    }
}
