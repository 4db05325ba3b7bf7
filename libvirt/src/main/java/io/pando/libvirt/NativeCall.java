package io.pando.libvirt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A native call together with the reading of its result and error, to be run as one piece on a platform thread.
 *
 * @param <T> what the call returns; if that is {@link AutoCloseable} and the caller has given up, it is closed
 */
@FunctionalInterface
interface NativeCall<T extends @Nullable Object> {
    /**
     * Makes the call.
     *
     * @param self the handle's pointer, valid until this method returns
     * @param arena memory for arguments, freed when this method returns
     */
    T make(MemorySegment self, Arena arena) throws Throwable;

    /** A native call without a result. */
    @FunctionalInterface
    interface Action {
        void make(MemorySegment self, Arena arena) throws Throwable;
    }
}
