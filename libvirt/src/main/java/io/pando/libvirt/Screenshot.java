package io.pando.libvirt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A picture of a domain's screen. */
public final class Screenshot {
    /** More than any screen that QEMU can have; the guest chooses the size. */
    private static final int MOST_BYTES = 256 * 1024 * 1024;

    private final String mimeType;
    private final byte[] bytes;

    private Screenshot(String mimeType, byte[] bytes) {
        this.mimeType = mimeType;
        this.bytes = bytes;
    }

    static Screenshot read(String mimeType, TransferStream source) {
        try (source) {
            var bytes = new ByteArrayOutputStream();
            var buffer = ByteBuffer.allocate(TransferStream.CHUNK);
            while (source.read(buffer) >= 0) {
                bytes.write(buffer.array(), 0, buffer.position());
                if (bytes.size() > MOST_BYTES) {
                    throw LibvirtException.ofClient(ErrorCode.OVERFLOW, "the picture is larger than 256 MiB");
                }
                buffer.clear();
            }
            source.finish();
            return new Screenshot(mimeType, bytes.toByteArray());
        }
    }

    /** What the bytes are: QEMU 7.2 gives {@code image/x-portable-pixmap}, libvirt's test driver {@code image/png}. */
    public String mimeType() {
        return mimeType;
    }

    /** The picture; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
