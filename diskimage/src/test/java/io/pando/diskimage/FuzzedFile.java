package io.pando.diskimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How bytes that a fuzzer made up become a file: as they are, or as changes to one that is right, which leads deeper. And what must be
 * true of whatever is said of it.
 */
final class FuzzedFile {
    private static final long LARGEST = 1L << 41;
    private static final ImageInspector INSPECTOR = new ImageInspector(LARGEST);

    private FuzzedFile() {}

    /** Each change is a place (4 bytes), how many bytes are written there (1 byte: 1, 2, 4 or 8) and what (8 bytes). */
    static void change(ByteBuffer file, byte[] input) {
        ByteOrder order = file.order();
        ByteBuffer changes = ByteBuffer.wrap(input);
        while (changes.remaining() >= 13) {
            int place = Integer.remainderUnsigned(changes.getInt(), file.capacity() - 8);
            int width = changes.get();
            long value = changes.getLong();
            file.order((width & 4) == 0 ? order : ByteOrder.BIG_ENDIAN);
            switch (width & 3) {
                case 0 -> file.put(place, (byte) value);
                case 1 -> file.putShort(place, (short) value);
                case 2 -> file.putInt(place, (int) value);
                default -> file.putLong(place, value);
            }
        }
        file.order(order);
    }

    /** Without the byte that says which of both it is. */
    static byte[] rest(byte[] input) {
        byte[] rest = new byte[Math.max(0, input.length - 1)];
        System.arraycopy(input, Math.min(1, input.length), rest, 0, rest.length);
        return rest;
    }

    static boolean changes(byte[] input) {
        return input.length > 0 && (input[0] & 1) != 0;
    }

    /** Looks at a file, and at what is said of it. */
    static void look(byte[] file, DiskFormat format) {
        Inspected inspected;
        try {
            inspected = INSPECTOR.inspect(Bytes.of(file), format);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        switch (inspected) {
            case Inspected.Usable usable -> look(usable, file.length);
            case Inspected.Compressed compressed -> must(within(compressed.largest(), 1, LARGEST), compressed);
            case Inspected.Appliance appliance -> {
                Inspected.Appliance.Member disk = appliance.disk();
                must(within(disk.offset(), 0, file.length), appliance);
                must(within(disk.length(), 1, file.length - disk.offset()), appliance);
                look(appliance.content(), file.length);
            }
            case Inspected.Refused refused ->
                must(!refused.reason().isBlank() && !refused.help().isBlank(), refused);
        }
    }

    private static void look(Inspected.Usable usable, long length) {
        must(within(usable.virtualSize(), 1, LARGEST), usable);
        must(within(usable.fileSize(), 1, length), usable);
        // Nothing but compression makes content larger than the file that it is in.
        must(usable.contentSize() >= 0, usable);
        must(!usable.format().packed(), usable);
    }

    private static boolean within(long value, long least, long most) {
        return least <= value && value <= most;
    }

    /** By hand: a library for this has hundreds of classes, and the fuzzer takes seconds to look at each anew when it starts. */
    private static void must(boolean holds, Inspected inspected) {
        if (!holds) {
            throw new AssertionError("What is said of the file cannot be: " + inspected);
        }
    }
}
