package io.pando.provisioning;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the smallest ISO 9660 file system (ECMA-119) that holds some files in its root folder. Systems show upper-case names without
 * version in lower case, so {@code META-DATA} becomes {@code meta-data}. The same files give the same bytes.
 *
 * @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-119/">ECMA-119</a>
 */
final class IsoImage {
    private static final int SECTOR = 2_048;
    private static final int DESCRIPTOR = 16;
    private static final int TERMINATOR = 17;
    private static final int LITTLE_PATHS = 18;
    private static final int BIG_PATHS = 19;
    private static final int ROOT = 20;
    private static final int FIRST_FILE = 21;
    private static final int PATHS_SIZE = 10;
    private static final int ROOT_RECORD = 34;
    private static final int FOLDER = 2;
    /** Readers that read ahead must not run past the end. */
    private static final int PADDING = 16;

    private final String label;
    private final Map<String, byte[]> files = new TreeMap<>();

    /** @param label of the volume, at most 32 ASCII characters */
    IsoImage(String label) {
        this.label = label;
    }

    /** Adds a file. */
    IsoImage file(String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] bytes() {
        int sectors =
                FIRST_FILE + files.values().stream().mapToInt(IsoImage::sectors).sum() + PADDING;
        ByteBuffer image = ByteBuffer.allocate(sectors * SECTOR);
        descriptor(image.slice(DESCRIPTOR * SECTOR, SECTOR), sectors);
        image.put(TERMINATOR * SECTOR, new byte[] {(byte) 255, 'C', 'D', '0', '0', '1', 1});
        paths(image.slice(LITTLE_PATHS * SECTOR, SECTOR), ByteOrder.LITTLE_ENDIAN);
        paths(image.slice(BIG_PATHS * SECTOR, SECTOR), ByteOrder.BIG_ENDIAN);
        ByteBuffer root = image.slice(ROOT * SECTOR, SECTOR);
        entry(root, new byte[] {0}, ROOT, SECTOR, FOLDER);
        entry(root, new byte[] {1}, ROOT, SECTOR, FOLDER);
        int sector = FIRST_FILE;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] name = (file.getKey() + ".;1").getBytes(StandardCharsets.US_ASCII);
            entry(root, name, sector, file.getValue().length, 0);
            image.put(sector * SECTOR, file.getValue());
            sector += sectors(file.getValue());
        }
        return image.array();
    }

    /** Empty files have a place of their own, too. */
    private static int sectors(byte[] content) {
        return Math.max(1, (content.length + SECTOR - 1) / SECTOR);
    }

    private void descriptor(ByteBuffer sector, int sectors) {
        sector.put((byte) 1).put(ascii("CD001", 5)).put((byte) 1).put((byte) 0);
        sector.put(ascii("", 32)).put(ascii(label, 32)).put(new byte[8]);
        both(sector, sectors);
        sector.put(new byte[32]);
        bothShort(sector, 1);
        bothShort(sector, 1);
        bothShort(sector, SECTOR);
        both(sector, PATHS_SIZE);
        sector.order(ByteOrder.LITTLE_ENDIAN).putInt(LITTLE_PATHS).putInt(0);
        sector.order(ByteOrder.BIG_ENDIAN).putInt(BIG_PATHS).putInt(0);
        entry(sector, new byte[] {0}, ROOT, SECTOR, FOLDER);
        // Sets, publishers and the like: nobody.
        sector.put(ascii("", 4 * 128 + 3 * 37));
        // Times of making, changing, expiry and use: none.
        for (int time = 0; time < 4; time++) {
            sector.put("0".repeat(16).getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        }
        sector.put((byte) 1);
    }

    private static void paths(ByteBuffer sector, ByteOrder order) {
        sector.order(order).put((byte) 1).put((byte) 0).putInt(ROOT).putShort((short) 1);
    }

    private static void entry(ByteBuffer target, byte[] name, int sector, int length, int flags) {
        int size = ROOT_RECORD - 1 + name.length;
        int padded = size + size % 2;
        int end = target.position() + padded;
        target.put((byte) padded).put((byte) 0);
        both(target, sector);
        both(target, length);
        // 2000-01-01, in years since 1900.
        target.put(new byte[] {100, 1, 1, 0, 0, 0, 0})
                .put((byte) flags)
                .put((byte) 0)
                .put((byte) 0);
        bothShort(target, 1);
        target.put((byte) name.length).put(name).position(end);
    }

    private static void both(ByteBuffer target, int number) {
        target.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .order(ByteOrder.BIG_ENDIAN)
                .putInt(number);
    }

    private static void bothShort(ByteBuffer target, int number) {
        target.order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) number)
                .order(ByteOrder.BIG_ENDIAN)
                .putShort((short) number);
    }

    private static byte[] ascii(String text, int length) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), length);
        Arrays.fill(bytes, text.length(), length, (byte) ' ');
        return bytes;
    }
}
