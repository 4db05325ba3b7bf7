package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** C's conventions: results that mean failure, strings, arrays of pointers. Used inside native calls only. */
final class Native {
    /** Start of {@code virError}: int code, int domain, char *message. The rest is not read. */
    private static final long ERROR_DOMAIN = 4;

    private static final long ERROR_MESSAGE = 8;
    private static final long ERROR_SIZE = 16;
    private static final long UUID_TEXT_SIZE = 37;

    private Native() {}

    /** Refuses -1, libvirt's sign of failure. */
    static int check(int result) {
        if (result < 0) {
            throw lastError();
        }
        return result;
    }

    /** Refuses NULL, libvirt's sign of failure where a pointer is returned. */
    static MemorySegment check(MemorySegment result) {
        if (isNull(result)) {
            throw lastError();
        }
        return result;
    }

    /** What libvirt last reported on this platform thread. To be asked directly after the call. */
    static LibvirtException lastError() {
        try {
            var error = (MemorySegment) NativeLibrary.virGetLastError.invokeExact();
            if (isNull(error)) {
                return new LibvirtException(ErrorCode.INTERNAL_ERROR.number(), 0, "libvirt reported no reason");
            }
            error = error.reinterpret(ERROR_SIZE);
            var message = textAt(error.get(POINTER, ERROR_MESSAGE));
            return new LibvirtException(
                    error.get(INT, 0),
                    error.get(INT, ERROR_DOMAIN),
                    Objects.requireNonNullElse(message, "libvirt gave no message"));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean isNull(MemorySegment pointer) {
        return pointer.address() == 0;
    }

    /** A C string. Refuses text with a NUL in it, which C would cut short. */
    static MemorySegment text(Arena arena, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("text for libvirt must not contain a NUL character");
        }
        return arena.allocateFrom(text);
    }

    static MemorySegment textOrNull(Arena arena, @Nullable String text) {
        return text == null ? MemorySegment.NULL : text(arena, text);
    }

    static @Nullable String textAt(MemorySegment pointer) {
        return isNull(pointer) ? null : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** A string that belongs to the library. NULL means failure. */
    static String borrowedText(MemorySegment pointer) {
        return check(pointer).reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** A string that the library allocated for us: copied, then freed. NULL means failure. */
    static String ownedText(MemorySegment pointer) {
        try {
            return borrowedText(pointer);
        } finally {
            release(pointer);
        }
    }

    static void release(MemorySegment allocated) {
        try {
            NativeLibrary.free.invokeExact(allocated);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The pointers of an array that the library allocated: copied, then the array (not its elements) is freed. */
    static List<MemorySegment> ownedPointers(MemorySegment array, int count) {
        if (isNull(array)) {
            return List.of();
        }
        var view = array.reinterpret(count * POINTER.byteSize());
        var pointers = new ArrayList<MemorySegment>(count);
        for (int i = 0; i < count; i++) {
            pointers.add(view.getAtIndex(POINTER, i));
        }
        release(array);
        return pointers;
    }

    static UUID uuid(TextWriter writer) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(UUID_TEXT_SIZE);
            check(writer.write(buffer));
            return UUID.fromString(buffer.getString(0));
        }
    }

    /** A function that fills a buffer with a string. */
    interface TextWriter {
        int write(MemorySegment buffer) throws Throwable;
    }

    /** For the checked {@code Throwable} of method handles: passes on what is unchecked, wraps the rest. */
    static RuntimeException unexpected(Throwable failure) {
        return switch (failure) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(failure);
        };
    }
}
