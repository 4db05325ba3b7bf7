package io.pando.libvirt;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that flow through libvirt: {@code virStreamPtr}. One thread may read while another one writes. Closing a stream that was not
 * finished aborts it.
 *
 * <p>Each stream has a connection of its own to the same URI, because streams of libvirt know no flow control: a guest that takes no
 * input, or storage that hangs, would stop every other call of the connection, and in the end break it.
 *
 * <p>As a channel it throws {@link LibvirtException} where other channels throw {@code IOException}.
 */
public abstract sealed class Stream extends Handle implements ByteChannel permits TransferStream, ConsoleStream {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final Connection parent;
    private final AtomicBoolean closing = new AtomicBoolean();

    /**
     * Takes over a pointer of the stream's own connection.
     *
     * @param parent the connection that this stream shall be closed with
     * @param own the connection that this stream shall close
     */
    Stream(Connection parent, Connection own, CountedPointer pointer) {
        super(own, pointer);
        this.parent = parent;
        parent.adopt(this);
    }

    /** Connects once more, with one thread, and opens a stream there. */
    static <S extends Stream> S open(Connection parent, Maker<S> maker) {
        var own = Connection.open(parent.uri(), parent.settings().withThreads(1));
        try {
            return own.call(own.settings().slowCallLimit(), own.pointer(), (self, arena) -> maker.make(own, self));
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /** Makes a stream out of a connection, inside a native call. */
    interface Maker<S extends Stream> {
        S make(Connection own, MemorySegment connection) throws Throwable;
    }

    /** A new native stream, {@code virStreamNew}, that a function has given its purpose. */
    static MemorySegment begin(MemorySegment connection, int flags, Purpose purpose) throws Throwable {
        var stream = Native.check((MemorySegment) NativeLibrary.virStreamNew.invokeExact(connection, flags));
        try {
            Native.check(purpose.give(stream));
            return stream;
        } catch (Throwable e) {
            int _ = (int) NativeLibrary.virStreamFree.invokeExact(stream);
            throw e;
        }
    }

    /** The function that gives a new stream its purpose; it returns a negative number for failure. */
    interface Purpose {
        int give(MemorySegment stream) throws Throwable;
    }

    static CountedPointer counted(MemorySegment stream) {
        return new CountedPointer(
                stream, pointer -> Native.check((int) NativeLibrary.virStreamFree.invokeExact(pointer)));
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
        return !closing.get();
    }

    /** Closes the stream; aborts it if it was not finished. Waits for that, but no longer than 2 s. May be repeated. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            parent.forget(this);
            endReaders();
            Deadline.run(LONGEST_CLOSE, connection::close);
        }
    }

    /** The own connection calls this while it is being closed; the parent's wants more to be done. */
    @Override
    void closeInCall(@Nullable Connection closer) {
        if (closer == parent) {
            close();
        } else {
            closing.set(true);
            parent.forget(this);
            endReaders();
            if (pointer.isOpen()) {
                abortInCall();
            }
            super.closeInCall(closer);
        }
    }

    /** Lets go of threads that wait for this stream without being in a native call. */
    void endReaders() {}

    /** Ends what was not finished, on the own connection's thread. */
    abstract void abortInCall();
}
