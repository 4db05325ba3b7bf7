package io.pando.diskimage;

import static org.assertj.core.api.Assertions.assertThat;

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
            case Inspected.Compressed compressed ->
                assertThat(compressed.largest()).isBetween(1L, LARGEST);
            case Inspected.Appliance appliance -> {
                assertThat(appliance.disk().offset()).isBetween(0L, (long) file.length);
                assertThat(appliance.disk().length())
                        .isBetween(1L, file.length - appliance.disk().offset());
                look(appliance.content(), file.length);
            }
            case Inspected.Refused refused -> {
                assertThat(refused.reason()).isNotBlank();
                assertThat(refused.help()).isNotBlank();
            }
        }
    }

    private static void look(Inspected.Usable usable, long length) {
        assertThat(usable.virtualSize()).isBetween(1L, LARGEST);
        assertThat(usable.fileSize()).isBetween(1L, length);
        // Nothing but compression makes content larger than the file that it is in.
        assertThat(usable.contentSize()).isNotNegative();
        assertThat(usable.format().packed()).isFalse();
    }
}
