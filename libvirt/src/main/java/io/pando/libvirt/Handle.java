package io.pando.libvirt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something of libvirt's that this program holds: to be closed, best by try-with-resources. Closing gives up the handle only; it
 * neither stops nor deletes what the handle stands for.
 *
 * <p>Handles may be used by many threads at once and closed by any of them, more than once. After that, and after the connection
 * was closed, calls fail with {@link ErrorCode#CLOSED}.
 */
public abstract sealed class Handle implements AutoCloseable permits Domain, StoragePool, Volume, Network, Stream {
    final Connection connection;
    final CountedPointer pointer;

    /** To be called inside a native call of the connection. */
    Handle(Connection connection, CountedPointer pointer) {
        this.connection = connection;
        this.pointer = pointer;
        connection.adopt(this);
    }

    @Override
    public void close() {
        closeInCall(null);
    }

    /**
     * {@link #close()} for where native calls may be made on the current thread.
     *
     * @param closer the connection that closes all its handles, null if this one is closed alone
     */
    void closeInCall(@Nullable Connection closer) {
        connection.forget(this);
        pointer.close();
    }

    final <T extends @Nullable Object> T call(NativeCall<T> work) {
        return call(connection.settings().callLimit(), work);
    }

    final void run(NativeCall.Action work) {
        call(resultless(work));
    }

    /** For calls that move data or wait for a guest. */
    final <T extends @Nullable Object> T slowCall(NativeCall<T> work) {
        return call(connection.settings().slowCallLimit(), work);
    }

    final void slowRun(NativeCall.Action work) {
        slowCall(resultless(work));
    }

    final <T extends @Nullable Object> T call(Duration limit, NativeCall<T> work) {
        return connection.call(limit, pointer, work);
    }

    static NativeCall<Boolean> resultless(NativeCall.Action work) {
        return (self, arena) -> {
            work.make(self, arena);
            return true;
        };
    }
}
