package io.pando.libvirt;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * Bytes that flow through libvirt: {@code virStreamPtr}. One thread may read while another one writes. Closing a stream that was not
 * finished aborts it.
 *
 * <p>As a channel it throws {@link LibvirtException} where other channels throw {@code IOException}.
 */
public abstract sealed class Stream extends Handle implements ByteChannel permits TransferStream, ConsoleStream {
    static final int NON_BLOCKING = 1;

    /**
     * Takes over a stream.
     *
     * @param afterwards what else is to be given up once the stream is no longer used
     */
    Stream(Connection connection, MemorySegment pointer, Runnable afterwards) {
        super(connection, new CountedPointer(pointer, stream -> {
            Native.check((int) NativeLibrary.virStreamFree.invokeExact(stream));
            afterwards.run();
        }));
    }

    /**
     * Waits for bytes and reads some of them.
     *
     * @return how many, -1 at the end
     */
    @Override
    public abstract int read(ByteBuffer target);

    /** Writes all bytes, and waits where the other side is slower. */
    @Override
    public abstract int write(ByteBuffer source);

    @Override
    public boolean isOpen() {
        return pointer.isOpen();
    }

    /** Closes the stream; aborts it if it was not finished. May be repeated. */
    @Override
    public abstract void close();

    /** The call that gives a new stream its purpose. */
    interface Opener {
        /** Returns a negative number for failure. */
        int open(MemorySegment stream) throws Throwable;
    }

    interface Maker<S extends Stream> {
        S make(Connection connection, MemorySegment stream) throws Throwable;
    }
}
