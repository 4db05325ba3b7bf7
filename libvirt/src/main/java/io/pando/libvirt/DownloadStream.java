package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;

/**
 * Reads a volume's file: {@code virStorageVolDownload}, several times.
 *
 * <p>libvirt's client takes from the daemon whatever comes and keeps it in memory until it is read. To bound that, the file is asked
 * for in windows of 16 MiB, and of up to 128 MiB where there are holes only.
 */
public final class DownloadStream extends TransferStream {
    private static final int STOP_AT_HOLE = 1;
    private static final int AT_HOLE = -3;
    private static final long USUAL_WINDOW = 16L << 20;
    private static final long LARGEST_WINDOW = 128L << 20;

    private final MemorySegment connectionPointer;
    private final boolean holes;

    // The rest belongs to the own connection's thread.
    private final long end;
    private MemorySegment window = MemorySegment.NULL;
    private long windowSize = USUAL_WINDOW;
    private long windowEnd;
    private boolean windowHadData;
    private long position;
    private boolean exhausted;

    private DownloadStream(
            Connection parent,
            Connection own,
            MemorySegment connectionPointer,
            MemorySegment volume,
            long offset,
            long length,
            boolean holes) {
        super(parent, own, volume, pointer -> Native.check((int) NativeLibrary.virStorageVolFree.invokeExact(pointer)));
        this.connectionPointer = connectionPointer;
        this.holes = holes;
        this.position = offset;
        this.end = length == 0 ? Long.MAX_VALUE : offset + length;
    }

    static DownloadStream open(Connection parent, String volumeKey, long offset, long length, boolean holes) {
        return Stream.open(parent, (own, self) -> {
            try (var arena = Arena.ofConfined()) {
                var volume = volume(self, volumeKey, arena);
                var download = new DownloadStream(parent, own, self, volume, offset, length, holes);
                try {
                    download.openWindow(volume);
                    return download;
                } catch (Throwable e) {
                    download.closeInCall(own);
                    throw e;
                }
            }
        });
    }

    /** Receives the parts of a volume. */
    public interface Sink {
        /** Bytes, to be used before this method returns. */
        void data(ByteBuffer bytes) throws IOException;

        /** So many zero bytes that need not be stored. One hole may come in several parts. */
        void hole(long length) throws IOException;
    }

    /** Reads bytes, at most 256 KiB at once: {@code virStreamRecv}. Holes read as zeros. */
    @Override
    public int read(ByteBuffer target) {
        int wanted = Math.min(target.remaining(), CHUNK);
        if (wanted == 0) {
            return 0;
        }
        int count = step((volume, _) -> {
            int result = 0;
            while (result == 0 && nextWindow(volume)) {
                result = Native.check((int) NativeLibrary.virStreamRecv.invokeExact(window, chunk, (long) wanted));
                account(result, true);
            }
            return result;
        });
        takeChunk(target, count);
        return count == 0 ? -1 : count;
    }

    /**
     * Reads all that is left, holes apart from data, and finishes: {@code virStreamRecvFlags}, {@code virStreamRecvHole}. The stream must
     * be a sparse one to have holes.
     *
     * @throws IOException what the sink throws; the stream is then unfinished
     */
    public void drainTo(Sink sink) throws IOException {
        while (true) {
            long part = step(this::receivePart);
            if (part > 0) {
                sink.data(chunk.asSlice(0, part).asByteBuffer().asReadOnlyBuffer());
            } else if (part < 0) {
                sink.hole(-part);
            } else {
                finish();
                return;
            }
        }
    }

    /** The length of the next data, in the chunk, or as a negative number of the next hole; 0 at the end. */
    private long receivePart(MemorySegment volume, Arena arena) throws Throwable {
        while (nextWindow(volume)) {
            int result = (int) NativeLibrary.virStreamRecvFlags.invokeExact(window, chunk, (long) CHUNK, STOP_AT_HOLE);
            if (result == AT_HOLE) {
                var length = arena.allocate(LONG);
                Native.check((int) NativeLibrary.virStreamRecvHole.invokeExact(window, length, 0));
                account(length.get(LONG, 0), false);
                return -length.get(LONG, 0);
            }
            account(Native.check(result), true);
            if (result > 0) {
                return result;
            }
        }
        return 0;
    }

    /** Makes sure that there is a window to read from. Returns whether there is. */
    private boolean nextWindow(MemorySegment volume) throws Throwable {
        if (isNone(window) && !exhausted) {
            openWindow(volume);
        }
        return !isNone(window);
    }

    private void openWindow(MemorySegment volume) throws Throwable {
        long size = Math.min(windowSize, end - position);
        window = begin(connectionPointer, 0, stream -> (int)
                NativeLibrary.virStorageVolDownload.invokeExact(volume, stream, position, size, holes ? SPARSE : 0));
        windowEnd = position + size;
        windowHadData = false;
    }

    /** Takes note of what a window gave; nothing means that it is at its end, or the volume before it. */
    private void account(long length, boolean data) throws Throwable {
        position += length;
        windowHadData |= data && length > 0;
        if (length == 0) {
            exhausted = position < windowEnd || position == end;
            windowSize = windowHadData ? USUAL_WINDOW : Math.min(2 * windowSize, LARGEST_WINDOW);
            var read = window;
            window = MemorySegment.NULL;
            try {
                Native.check((int) NativeLibrary.virStreamFinish.invokeExact(read));
            } finally {
                int _ = (int) NativeLibrary.virStreamFree.invokeExact(read);
            }
        }
    }

    /** Refuses a download that was not read to its end. */
    @Override
    public void finish() {
        step((volume, arena) -> {
            if (receivePart(volume, arena) != 0) {
                throw LibvirtException.ofClient(ErrorCode.OPERATION_INVALID, "the download was not read to its end");
            }
            return true;
        });
    }

    /** Not for downloads. */
    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    void abortInCall() {
        if (!isNone(window)) {
            Connection.make(pointer, (_, _) -> {
                int _ = (int) NativeLibrary.virStreamAbort.invokeExact(window);
                return (int) NativeLibrary.virStreamFree.invokeExact(window);
            });
            window = MemorySegment.NULL;
        }
    }

    private static boolean isNone(MemorySegment stream) {
        return Native.isNull(stream);
    }
}
