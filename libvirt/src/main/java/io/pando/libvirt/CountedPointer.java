package io.pando.libvirt;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A native pointer that is freed when it was closed and the last call that uses it has ended. */
final class CountedPointer {
    private final MemorySegment pointer;
    private final Free free;
    private final AtomicInteger uses = new AtomicInteger(1);
    private final AtomicBoolean open = new AtomicBoolean(true);

    CountedPointer(MemorySegment pointer, Free free) {
        this.pointer = pointer;
        this.free = free;
    }

    /** The function that gives the pointer back to the library. */
    interface Free {
        void free(MemorySegment pointer) throws Throwable;
    }

    boolean isOpen() {
        return open.get();
    }

    /** Each success must be followed by one {@link #release()}. */
    MemorySegment acquire() {
        if (!open.get() || uses.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw LibvirtException.ofClient(ErrorCode.CLOSED, "this handle is closed");
        }
        return pointer;
    }

    void release() {
        if (uses.decrementAndGet() == 0) {
            try {
                free.free(pointer);
            } catch (Throwable e) {
                throw Native.unexpected(e);
            }
        }
    }

    /** Lets no new call begin. Returns whether this was the first time. */
    boolean close() {
        boolean first = open.compareAndSet(true, false);
        if (first) {
            release();
        }
        return first;
    }
}
