package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A stream that moves much data: an upload or download of a volume. It has a platform thread of its own, so it takes none from the
 * connection. Each step may take the connection's slow call limit.
 *
 * <p>After a step that failed or was given up (deadline, interrupt) the transfer cannot go on: close it.
 */
public final class TransferStream extends Stream {
    /** What fits into one message of libvirt's protocol: more at once is not faster. */
    static final int CHUNK = 256 * 1024;

    private static final int STOP_AT_HOLE = 1;
    private static final int AT_HOLE = -3;

    private final CallPool thread;
    private final MemorySegment chunk;
    private final Duration stepLimit;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean finished;

    TransferStream(Connection connection, MemorySegment pointer) {
        this(connection, pointer, Arena.ofShared());
    }

    private TransferStream(Connection connection, MemorySegment pointer, Arena memory) {
        super(connection, pointer, memory::close);
        this.chunk = memory.allocate(CHUNK);
        this.thread = new CallPool(connection.uri() + " transfer", 1);
        this.stepLimit = connection.settings().slowCallLimit();
    }

    /** Receives the parts of a sparse stream. */
    public interface Sink {
        /** Bytes, to be used before this method returns. */
        void data(ByteBuffer bytes) throws IOException;

        /** So many zero bytes that need not be stored. */
        void hole(long length) throws IOException;
    }

    /** Reads bytes, at most 256 KiB at once: {@code virStreamRecv}. Holes read as zeros. */
    @Override
    public int read(ByteBuffer target) {
        int wanted = Math.min(target.remaining(), CHUNK);
        if (wanted == 0) {
            return 0;
        }
        int count = step((self, arena) ->
                Native.check((int) NativeLibrary.virStreamRecv.invokeExact(self, chunk, (long) wanted)));
        target.put(chunk.asSlice(0, count).asByteBuffer());
        return count == 0 ? -1 : count;
    }

    /** Writes all bytes: {@code virStreamSend}. That they arrived, only {@link #finish()} tells. */
    @Override
    public int write(ByteBuffer source) {
        int total = source.remaining();
        while (source.hasRemaining()) {
            int count = Math.min(source.remaining(), CHUNK);
            chunk.asSlice(0, count).asByteBuffer().put(source.slice().limit(count));
            int sent = step((self, arena) ->
                    Native.check((int) NativeLibrary.virStreamSend.invokeExact(self, chunk, (long) count)));
            source.position(source.position() + sent);
        }
        return total;
    }

    /** Writes so many zero bytes without sending them: {@code virStreamSendHole}. The stream must be a sparse one. */
    public void writeHole(long length) {
        step((self, arena) -> Native.check((int) NativeLibrary.virStreamSendHole.invokeExact(self, length, 0)));
    }

    /**
     * Reads all that is left, holes apart from data, and finishes: {@code virStreamRecvFlags}, {@code virStreamRecvHole}. The stream must
     * be a sparse one to have holes.
     *
     * @throws IOException what the sink throws; the stream is then unfinished
     */
    public void drainTo(Sink sink) throws IOException {
        while (true) {
            int count = step((self, arena) -> {
                int result =
                        (int) NativeLibrary.virStreamRecvFlags.invokeExact(self, chunk, (long) CHUNK, STOP_AT_HOLE);
                return result == AT_HOLE ? result : Native.check(result);
            });
            if (count == 0) {
                finish();
                return;
            }
            if (count == AT_HOLE) {
                sink.hole(step(TransferStream::receiveHole));
            } else {
                sink.data(chunk.asSlice(0, count).asByteBuffer().asReadOnlyBuffer());
            }
        }
    }

    private static long receiveHole(MemorySegment self, Arena arena) throws Throwable {
        var length = arena.allocate(LONG);
        Native.check((int) NativeLibrary.virStreamRecvHole.invokeExact(self, length, 0));
        return length.get(LONG, 0);
    }

    /**
     * Ends the transfer and waits until the other side has said that all is well: {@code virStreamFinish}. Without it an upload counts
     * for nothing, and a download may lack its end.
     */
    public void finish() {
        step((self, arena) -> Native.check((int) NativeLibrary.virStreamFinish.invokeExact(self)));
        finished = true;
    }

    @Override
    public boolean isOpen() {
        return !closing.get();
    }

    /** Returns at once; an unfinished transfer is aborted when its last step has ended. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            connection.forget(this);
            thread.callLater(this::closeInCall);
            thread.close();
        }
    }

    @Override
    void closeInCall() {
        closing.set(true);
        if (!finished && pointer.isOpen()) {
            Connection.make(pointer, (self, arena) -> (int) NativeLibrary.virStreamAbort.invokeExact(self));
        }
        super.closeInCall();
        thread.close();
    }

    private <T> T step(NativeCall<T> work) {
        return thread.call(stepLimit, () -> Connection.make(pointer, work));
    }
}
