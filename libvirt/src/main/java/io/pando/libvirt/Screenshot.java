package io.pando.libvirt;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A picture of a domain's screen. */
public final class Screenshot {
    /** More than any screen that QEMU can have; the guest chooses the size. */
    private static final int MOST_BYTES = 256 * 1024 * 1024;

    private static final int FIRST_SCREEN = 0;
    private static final int CHUNK = 256 * 1024;

    private final String mimeType;
    private final byte[] bytes;

    private Screenshot(String mimeType, byte[] bytes) {
        this.mimeType = mimeType;
        this.bytes = bytes;
    }

    /** Takes it as one piece, inside a native call: {@code virDomainScreenshot}. */
    static Screenshot take(MemorySegment domain, MemorySegment connection, Arena arena) throws Throwable {
        var type = new String[1];
        var stream = Stream.begin(connection, 0, started -> {
            type[0] = Native.ownedText(
                    (MemorySegment) NativeLibrary.virDomainScreenshot.invokeExact(domain, started, FIRST_SCREEN, 0));
            return 0;
        });
        try {
            var bytes = receive(stream, arena.allocate(CHUNK));
            Native.check((int) NativeLibrary.virStreamFinish.invokeExact(stream));
            return new Screenshot(type[0], bytes);
        } catch (Throwable e) {
            int _ = (int) NativeLibrary.virStreamAbort.invokeExact(stream);
            throw e;
        } finally {
            int _ = (int) NativeLibrary.virStreamFree.invokeExact(stream);
        }
    }

    private static byte[] receive(MemorySegment stream, MemorySegment chunk) throws Throwable {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            int count = Native.check((int) NativeLibrary.virStreamRecv.invokeExact(stream, chunk, (long) CHUNK));
            if (count == 0) {
                return bytes.toByteArray();
            }
            if (bytes.size() + count > MOST_BYTES) {
                throw LibvirtException.ofClient(ErrorCode.OVERFLOW, "the picture is larger than 256 MiB");
            }
            bytes.writeBytes(chunk.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /** What the bytes are: {@code image/png} or {@code image/x-portable-pixmap}. */
    public String mimeType() {
        return mimeType;
    }

    /** The picture; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
