package io.pando.libvirt;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file whose descriptor can be handed to QEMU. Java's own files do not tell theirs. To be closed. */
public final class OpenFile implements AutoCloseable {
    // open(2) on Linux.
    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_TRUNC = 01000;
    private static final int O_CLOEXEC = 02000000;
    private static final int OWNER_ONLY = 0600;

    private final int descriptor;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private OpenFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens a file for reading. */
    public static OpenFile forReading(Path path) {
        return open(path, O_RDONLY);
    }

    /** Opens a file for reading and writing, empties it, and creates it for its owner only if it is not there. */
    public static OpenFile forWriting(Path path) {
        return open(path, O_RDWR | O_CREAT | O_TRUNC);
    }

    private static OpenFile open(Path path, int flags) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Linker.Option.captureStateLayout());
            int descriptor = (int) NativeLibrary.open.invokeExact(
                    state, Native.text(arena, path.toString()), flags | O_CLOEXEC, OWNER_ONLY);
            if (descriptor < 0) {
                int error = (int) Linker.Option.captureStateLayout()
                        .varHandle(PathElement.groupElement("errno"))
                        .get(state, 0L);
                throw LibvirtException.ofClient(ErrorCode.SYSTEM_ERROR, "cannot open " + path + ": " + reason(error));
            }
            return new OpenFile(descriptor);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private static String reason(int error) {
        return switch (error) {
            case 2 -> "no such file or directory";
            case 13 -> "permission denied";
            case 21 -> "it is a directory";
            case 24 -> "too many open files";
            case 28 -> "no space left";
            default -> "error number " + error;
        };
    }

    int descriptor() {
        if (!open.get()) {
            throw LibvirtException.ofClient(ErrorCode.CLOSED, "this file is closed");
        }
        return descriptor;
    }

    /** Does not close what QEMU was given: that is a copy. May be repeated. */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            try {
                int _ = (int) NativeLibrary.close.invokeExact(descriptor);
            } catch (Throwable e) {
                throw Native.unexpected(e);
            }
        }
    }
}
