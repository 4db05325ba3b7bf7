package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Reads parts of a file at given places, big-endian, never past its end. */
final class Bytes {
    private final FileChannel channel;
    private final long size;

    Bytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
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
                ByteBuffer.allocate(Math.clamp(size - offset, 0, length)).order(ByteOrder.BIG_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.flip();
    }
}
