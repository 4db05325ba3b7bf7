package io.pando.diskimage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A small VDI, right in everything until a test changes a field. The disk has 4 MiB, and its first is full of 7. */
public final class VdiBytes {
    public static final int MIB = 1 << 20;
    public static final int MAP = 512;
    public static final int DATA = 1024;

    private final ByteBuffer file = ByteBuffer.allocate(DATA + MIB).order(ByteOrder.LITTLE_ENDIAN);

    public VdiBytes() {
        file.put(0, "<<< Oracle VM VirtualBox Disk Image >>>\n".getBytes(StandardCharsets.US_ASCII))
                .putInt(64, 0xbeda107f)
                .putInt(68, 0x00010001)
                .putInt(72, 0x190)
                .putInt(76, 1)
                .putInt(340, MAP)
                .putInt(344, DATA)
                .putInt(360, 512)
                .putLong(368, 4L * MIB)
                .putInt(376, MIB)
                .putInt(384, 4)
                .putInt(388, 1)
                .putLong(392, 0x1234567812345678L)
                .putLong(408, 0x1234567812345678L);
        file.putInt(MAP, 0).putInt(MAP + 4, -1).putInt(MAP + 8, -1).putInt(MAP + 12, -2);
        for (int index = 0; index < MIB; index++) {
            file.put(DATA + index, (byte) 7);
        }
    }

    public VdiBytes with(Consumer<ByteBuffer> change) {
        change.accept(file);
        return this;
    }

    public byte[] bytes() {
        return file.array().clone();
    }
}
