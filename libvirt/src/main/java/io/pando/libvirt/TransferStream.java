package io.pando.libvirt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A stream that moves the data of a volume in one direction. Each step may take the connection's slow call limit.
 *
 * <p>After a step that failed or was given up (deadline, interrupt) the transfer cannot go on: close it.
 */
public abstract sealed class TransferStream extends Stream permits UploadStream, DownloadStream {
    /** What fits into one message of libvirt's protocol: more at once is not faster. */
    static final int CHUNK = 256 * 1024;

    static final int SPARSE = 1;

    /** One chunk of native memory for steps, freed with the stream's pointer. */
    final MemorySegment chunk;

    TransferStream(Connection parent, Connection own, MemorySegment pointer, CountedPointer.Free free) {
        this(parent, own, pointer, free, Arena.ofShared());
    }

    private TransferStream(
            Connection parent, Connection own, MemorySegment pointer, CountedPointer.Free free, Arena memory) {
        super(parent, own, new CountedPointer(pointer, used -> {
            free.free(used);
            memory.close();
        }));
        this.chunk = memory.allocate(CHUNK);
    }

    /** Ends the transfer and waits until the other side has said that all is well: {@code virStreamFinish}. */
    public abstract void finish();

    /** Copies the next bytes of a buffer, which does not move, into the chunk. */
    final void fillChunk(ByteBuffer source, int count) {
        try {
            chunk.asSlice(0, count).asByteBuffer().put(source.slice().limit(count));
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    final void takeChunk(ByteBuffer target, int count) {
        try {
            target.put(chunk.asSlice(0, count).asByteBuffer());
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private static LibvirtException closed(IllegalStateException freed) {
        var closed = LibvirtException.ofClient(ErrorCode.CLOSED, "this stream is closed");
        closed.initCause(freed);
        return closed;
    }

    final <T> T step(NativeCall<T> work) {
        return slowCall(work);
    }

    /** The volume of a key, to be freed: {@code virStorageVolLookupByKey}. */
    static MemorySegment volume(MemorySegment connection, String key, Arena arena) throws Throwable {
        return Native.check((MemorySegment)
                NativeLibrary.virStorageVolLookupByKey.invokeExact(connection, Native.text(arena, key)));
    }
}
