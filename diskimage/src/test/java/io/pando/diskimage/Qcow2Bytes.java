package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A small qcow2 file, right in everything until a test changes a field. */
public final class Qcow2Bytes {
    public static final int CLUSTER = 1 << 16;
    public static final long VIRTUAL_SIZE = 64L << 20;

    private final ByteBuffer file = ByteBuffer.allocate(5 * CLUSTER);

    public Qcow2Bytes() {
        file.putInt(0, 0x514649fb)
                .putInt(4, 3)
                .putInt(20, 16)
                .putLong(24, VIRTUAL_SIZE)
                .putInt(36, 1)
                .putLong(40, 3 * CLUSTER)
                .putLong(48, CLUSTER)
                .putInt(56, 1)
                .putInt(96, 4)
                .putInt(100, 104);
        // The table of contents names one table, and that names one cluster of data, the last of the file.
        file.putLong(3 * CLUSTER, 2L * CLUSTER | 1L << 63).putLong(2 * CLUSTER, 4L * CLUSTER | 1L << 63);
    }

    public Qcow2Bytes with(Consumer<ByteBuffer> change) {
        change.accept(file);
        return this;
    }

    public byte[] bytes() {
        return file.array().clone();
    }

    Path in(Path folder) throws IOException {
        return in(folder, file.capacity());
    }

    Path in(Path folder, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.get(0, bytes, 0, Math.min(length, file.capacity()));
        return Files.write(folder.resolve("image.qcow2"), bytes);
    }
}
