package io.pando.diskimage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Reads parts of something at given places, never past its end. Not thread-safe. */
final class Bytes {
    private final Source source;
    private final long base;
    private final long size;
    private final ByteOrder order;

    private Bytes(Source source, long base, long size, ByteOrder order) {
        this.source = source;
        this.base = base;
        this.size = size;
        this.order = order;
    }

    static Bytes of(FileChannel channel) throws IOException {
        return new Bytes(channel::read, 0, channel.size(), ByteOrder.BIG_ENDIAN);
    }

    static Bytes of(byte[] content) {
        return new Bytes(
                (buffer, place) -> {
                    int count = (int) Math.min(buffer.remaining(), content.length - place);
                    if (count <= 0) {
                        return -1;
                    }
                    buffer.put(content, (int) place, count);
                    return count;
                },
                0,
                content.length,
                ByteOrder.BIG_ENDIAN);
    }

    /** The same bytes, numbers with their lowest byte first. */
    Bytes littleEndian() {
        return new Bytes(source, base, size, ByteOrder.LITTLE_ENDIAN);
    }

    /** A part as if it were the whole. */
    Bytes slice(long offset, long length) {
        if (!holds(offset, length)) {
            throw new IllegalArgumentException("%d bytes at %d of %d".formatted(length, offset, size));
        }
        return new Bytes(source, base + offset, length, ByteOrder.BIG_ENDIAN);
    }

    long size() {
        return size;
    }

    /** Whether so many bytes are there. Safe for any numbers, as they may come from the file. */
    boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
    }

    /** The bytes at a place; fewer where the file ends. */
    ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.clamp(size - offset, 0, length)).order(order);
        while (buffer.hasRemaining()) {
            if (source.read(buffer, base + offset + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.flip();
    }

    /** The bytes at a place as characters, one each. */
    String latin1(long offset, int length) throws IOException {
        return StandardCharsets.ISO_8859_1.decode(read(offset, length)).toString();
    }

    /** The bytes at a place; fewer where the file ends. */
    byte[] copy(long offset, int length) throws IOException {
        ByteBuffer buffer = read(offset, length);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** All bytes from the first to the last. */
    InputStream stream() {
        return new InputStream() {
            private long place;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int wanted = (int) Math.min(length, size - place);
                if (wanted <= 0) {
                    return -1;
                }
                int count = source.read(ByteBuffer.wrap(into, offset, wanted), base + place);
                place += Math.max(0, count);
                return count;
            }
        };
    }

    /** Where the bytes come from. */
    private interface Source {
        /** Fills some of the buffer from a place; -1 at the end. */
        int read(ByteBuffer buffer, long place) throws IOException;
    }
}
