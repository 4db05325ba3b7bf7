package io.pando.libvirt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;

/** Overwrites a volume's file: {@code virStorageVolUpload}. */
public final class UploadStream extends TransferStream {
    private volatile boolean finished;

    private UploadStream(Connection parent, Connection own, MemorySegment stream) {
        super(parent, own, stream, pointer -> Native.check((int) NativeLibrary.virStreamFree.invokeExact(pointer)));
    }

    static UploadStream open(Connection parent, String volumeKey, long offset, long length, boolean holes) {
        return Stream.open(parent, (own, self) -> {
            try (var arena = Arena.ofConfined()) {
                var volume = volume(self, volumeKey, arena);
                try {
                    var stream = begin(self, 0, started -> (int) NativeLibrary.virStorageVolUpload.invokeExact(
                            volume, started, offset, length, holes ? SPARSE : 0));
                    return new UploadStream(parent, own, stream);
                } finally {
                    int _ = (int) NativeLibrary.virStorageVolFree.invokeExact(volume);
                }
            }
        });
    }

    /** Writes all bytes: {@code virStreamSend}. That they arrived, only {@link #finish()} tells. */
    @Override
    public int write(ByteBuffer source) {
        int total = source.remaining();
        while (source.hasRemaining()) {
            int count = Math.min(source.remaining(), CHUNK);
            fillChunk(source, count);
            int sent = step((self, _) ->
                    Native.check((int) NativeLibrary.virStreamSend.invokeExact(self, chunk, (long) count)));
            source.position(source.position() + sent);
        }
        return total;
    }

    /** Writes so many zero bytes without sending them: {@code virStreamSendHole}. The stream must be a sparse one. */
    public void writeHole(long length) {
        step((self, _) -> Native.check((int) NativeLibrary.virStreamSendHole.invokeExact(self, length, 0)));
    }

    /** Ends the upload and waits until the host has written all: {@code virStreamFinish}. Without it the upload counts for nothing. */
    @Override
    public void finish() {
        step((self, _) -> Native.check((int) NativeLibrary.virStreamFinish.invokeExact(self)));
        finished = true;
    }

    /** Not for uploads. */
    @Override
    public int read(ByteBuffer target) {
        throw new NonReadableChannelException();
    }

    @Override
    void abortInCall() {
        if (!finished) {
            Connection.make(pointer, (self, _) -> (int) NativeLibrary.virStreamAbort.invokeExact(self));
        }
    }
}
