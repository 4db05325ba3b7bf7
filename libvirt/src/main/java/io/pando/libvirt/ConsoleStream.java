package io.pando.libvirt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A console or channel of a guest, which may be silent for hours: the event loop reads it, so an open console holds no thread.
 *
 * <p>What the guest writes is kept until it is read, up to 64 KiB; then libvirt, and in the end the guest, wait. The stream ends when
 * the domain stops, the channel is closed or somebody else takes the console away.
 */
public final class ConsoleStream extends Stream {
    private static final Logger LOG = System.getLogger(ConsoleStream.class.getName());
    private static final int CAPACITY = 64 * 1024;
    private static final int READABLE = 1;
    private static final int ERROR = 4;
    private static final int HANGUP = 8;
    private static final int WOULD_BLOCK = -2;
    private static final Duration WRITE_RETRY = Duration.ofMillis(2);
    private static final Duration WITHOUT_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

    /** Used by the event loop's thread only. */
    private static final MemorySegment RECEIVED = Arena.global().allocate(CAPACITY);

    private final long callback;
    private final AtomicBoolean listening = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** A ring: what was received and not read yet. Guarded by the lock, as all that follows. */
    private final byte[] received = new byte[CAPACITY];

    private int start;
    private int count;
    private boolean paused;
    private boolean ended;
    private @Nullable LibvirtException failure;

    private ConsoleStream(Connection connection, MemorySegment pointer) {
        super(connection, pointer, () -> {});
        this.callback = EventLoop.add((_, events, _) -> ready(events));
    }

    /** Takes over a stream that a call has just opened as a console or channel. */
    static ConsoleStream listen(Connection connection, MemorySegment pointer) throws Throwable {
        var console = new ConsoleStream(connection, pointer);
        try {
            Native.check((int) NativeLibrary.virStreamEventAddCallback.invokeExact(
                    pointer,
                    READABLE | ERROR | HANGUP,
                    EventLoop.Callbacks.STREAM_READY,
                    EventLoop.opaque(console.callback),
                    MemorySegment.NULL));
            console.listening.set(true);
            return console;
        } catch (Throwable e) {
            console.closeInCall();
            throw e;
        }
    }

    // ---- Reading --------------------------------------------------------------------------------------------------

    /** Waits for bytes as long as it takes, or until the thread's {@link Deadline}. */
    @Override
    public int read(ByteBuffer target) {
        return read(target, WITHOUT_LIMIT);
    }

    /**
     * Waits for bytes and reads some of them.
     *
     * @param limit how long to wait; zero takes only what is there
     * @return how many, 0 if none came in time, -1 at the end
     * @throws LibvirtException CLOSED if this stream is closed meanwhile, and what ended the stream if it was an error
     */
    public int read(ByteBuffer target, Duration limit) {
        var wait = Deadline.orElse(limit);
        boolean deadlineFirst = wait.compareTo(limit) < 0;
        lock.lock();
        try {
            if (!awaitBytes(deadlineFirst ? wait : limit)) {
                if (deadlineFirst) {
                    throw LibvirtException.ofClient(ErrorCode.DEADLINE_PASSED, "the console was silent");
                }
                return 0;
            }
            if (count == 0) {
                return end();
            }
            int taken = take(target);
            if (paused && count <= CAPACITY / 2) {
                connection.callLater(this::resume);
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LibvirtException.ofClient(ErrorCode.INTERRUPTED, "interrupted while reading a console");
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitBytes(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        while (count == 0 && !ended) {
            if (nanos <= 0) {
                return false;
            }
            nanos = changed.awaitNanos(nanos);
        }
        return true;
    }

    private int end() {
        if (closing.get()) {
            throw LibvirtException.ofClient(ErrorCode.CLOSED, "this console is closed");
        }
        if (failure != null) {
            throw failure;
        }
        return -1;
    }

    private int take(ByteBuffer target) {
        int taken = Math.min(count, target.remaining());
        int untilWrap = Math.min(taken, CAPACITY - start);
        target.put(received, start, untilWrap).put(received, 0, taken - untilWrap);
        start = (start + taken) % CAPACITY;
        count -= taken;
        return taken;
    }

    private void put(MemorySegment bytes, int length) {
        int at = (start + count) % CAPACITY;
        int untilWrap = Math.min(length, CAPACITY - at);
        MemorySegment.copy(bytes, 0, MemorySegment.ofArray(received), at, untilWrap);
        MemorySegment.copy(bytes, untilWrap, MemorySegment.ofArray(received), 0, length - untilWrap);
        count += length;
    }

    // ---- On the event loop's thread -------------------------------------------------------------------------------

    private void ready(int events) {
        if (!pointer.isOpen()) {
            return;
        }
        Connection.make(pointer, (self, arena) -> {
            if ((events & READABLE) != 0) {
                receive(self);
            } else {
                stop(self, null);
            }
            return true;
        });
    }

    private void receive(MemorySegment self) throws Throwable {
        int space = spaceOrPause(self);
        if (space == 0) {
            return;
        }
        int length = (int) NativeLibrary.virStreamRecv.invokeExact(self, RECEIVED, (long) space);
        if (length > 0) {
            lock.lock();
            try {
                put(RECEIVED, length);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        } else if (length != WOULD_BLOCK) {
            stop(self, length == 0 ? null : Native.lastError());
        }
    }

    /** The lock is held over libvirt's call, lest the reader's {@link #resume} comes before it. */
    private int spaceOrPause(MemorySegment self) throws Throwable {
        lock.lock();
        try {
            if (count == CAPACITY) {
                paused = true;
                Native.check((int) NativeLibrary.virStreamEventUpdateCallback.invokeExact(self, ERROR | HANGUP));
            }
            return CAPACITY - count;
        } finally {
            lock.unlock();
        }
    }

    private void stop(MemorySegment self, @Nullable LibvirtException reason) throws Throwable {
        stopListening(self);
        markEnded(reason);
    }

    private void markEnded(@Nullable LibvirtException reason) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** libvirt itself does not tell a stream that its connection is gone. */
    void connectionLost() {
        markEnded(LibvirtException.ofClient(
                ErrorCode.INVALID_CONN, "the connection to " + connection.uri() + " was lost"));
    }

    // ---- On the connection's threads ------------------------------------------------------------------------------

    private void resume() {
        if (!pointer.isOpen()) {
            return;
        }
        Connection.make(pointer, (self, arena) -> {
            lock.lock();
            try {
                if (paused && listening.get()) {
                    paused = false;
                    Native.check((int)
                            NativeLibrary.virStreamEventUpdateCallback.invokeExact(self, READABLE | ERROR | HANGUP));
                }
                return true;
            } finally {
                lock.unlock();
            }
        });
    }

    private void stopListening(MemorySegment self) throws Throwable {
        EventLoop.remove(callback);
        if (listening.compareAndSet(true, false)) {
            int _ = (int) NativeLibrary.virStreamEventRemoveCallback.invokeExact(self);
        }
    }

    /**
     * Writes all bytes, as fast as the guest takes them: {@code virStreamSend}.
     *
     * @throws LibvirtException {@link LibvirtException#isTimeout()} if the guest takes nothing for the connection's call limit
     */
    @Override
    public int write(ByteBuffer source) {
        int total = source.remaining();
        long giveUp = System.nanoTime()
                + Deadline.orElse(connection.settings().callLimit()).toNanos();
        while (source.hasRemaining()) {
            int sent = send(source);
            if (sent == WOULD_BLOCK) {
                pauseBeforeRetry(giveUp);
            } else {
                source.position(source.position() + sent);
                giveUp = System.nanoTime()
                        + Deadline.orElse(connection.settings().callLimit()).toNanos();
            }
        }
        return total;
    }

    private int send(ByteBuffer source) {
        var bytes = new byte[Math.min(source.remaining(), CAPACITY)];
        source.get(source.position(), bytes);
        return call((self, arena) -> {
            var memory = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
            int sent = (int) NativeLibrary.virStreamSend.invokeExact(self, memory, (long) bytes.length);
            return sent == WOULD_BLOCK ? sent : Native.check(sent);
        });
    }

    private static void pauseBeforeRetry(long giveUp) {
        if (System.nanoTime() - giveUp > 0) {
            throw LibvirtException.ofClient(ErrorCode.DEADLINE_PASSED, "the guest takes no input");
        }
        try {
            TimeUnit.NANOSECONDS.sleep(WRITE_RETRY.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LibvirtException.ofClient(ErrorCode.INTERRUPTED, "interrupted while writing to a console");
        }
    }

    /** Waits until libvirt has let go of the console, so that it can be opened again, but no longer than the call limit. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        markEnded(null);
        try {
            connection.runInPool(this::closeInCall);
        } catch (LibvirtException e) {
            LOG.log(Level.DEBUG, "closing a console", e);
        }
    }

    @Override
    void closeInCall() {
        closing.set(true);
        markEnded(null);
        if (pointer.isOpen()) {
            Connection.make(pointer, (self, arena) -> {
                stopListening(self);
                // A stream that libvirt has ended already refuses this; then there is nothing to do.
                return (int) NativeLibrary.virStreamAbort.invokeExact(self);
            });
        }
        super.closeInCall();
    }
}
