package io.pando.libvirt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A console or channel of a guest, which may be silent for hours: the event loop reads it, so an open console holds no thread.
 *
 * <p>What the guest writes is kept until it is read. A guest cannot be told to wait: when {@value #MOST_UNREAD} bytes are unread the
 * stream fails with {@link ErrorCode#OVERFLOW}, after what was kept. The stream ends when the domain stops, the channel is closed
 * or somebody else takes the console away.
 */
public final class ConsoleStream extends Stream {
    static final int MOST_UNREAD = 16 * 1024 * 1024;

    private static final int CHUNK = 64 * 1024;
    private static final int NON_BLOCKING = 1;
    private static final int READABLE = 1;
    private static final int ERROR = 4;
    private static final int HANGUP = 8;
    private static final int WOULD_BLOCK = -2;
    private static final Duration WRITE_RETRY = Duration.ofMillis(2);
    private static final Duration WITHOUT_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

    /** Used by the event loop's thread only. */
    private static final MemorySegment RECEIVED = Arena.global().allocate(CHUNK);

    private final long callback;
    private final AtomicBoolean listening = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** What was received and not read yet. Guarded by the lock, as all that follows. */
    private final Queue<ByteBuffer> received = new ArrayDeque<>();

    private int unread;
    private boolean ended;
    private @Nullable LibvirtException failure;

    private ConsoleStream(Connection parent, Connection own, MemorySegment stream) {
        super(parent, own, counted(stream));
        this.callback = EventLoop.add((_, events, _) -> ready(events));
    }

    /** A console or channel of a domain. */
    interface Opening {
        int open(MemorySegment domain, MemorySegment stream, Arena arena) throws Throwable;
    }

    static ConsoleStream open(Connection parent, String domainUuid, Opening opening) {
        return Stream.open(parent, (own, self) -> {
            try (var arena = Arena.ofConfined()) {
                var domain = Native.check((MemorySegment)
                        NativeLibrary.virDomainLookupByUUIDString.invokeExact(self, Native.text(arena, domainUuid)));
                try {
                    var stream = begin(self, NON_BLOCKING, started -> opening.open(domain, started, arena));
                    var console = new ConsoleStream(parent, own, stream);
                    console.listen(stream);
                    return console;
                } finally {
                    int _ = (int) NativeLibrary.virDomainFree.invokeExact(domain);
                }
            }
        });
    }

    private void listen(MemorySegment stream) throws Throwable {
        listening.set(true);
        int result = (int) NativeLibrary.virStreamEventAddCallback.invokeExact(
                stream,
                READABLE | ERROR | HANGUP,
                EventLoop.Callbacks.STREAM_READY,
                EventLoop.opaque(callback),
                MemorySegment.NULL);
        if (result < 0) {
            listening.set(false);
            throw Native.lastError();
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
            boolean ready = awaitBytes(deadlineFirst ? wait : limit);
            if (!ready && deadlineFirst) {
                throw LibvirtException.ofClient(ErrorCode.DEADLINE_PASSED, "the console was silent");
            }
            if (unread > 0) {
                return take(target);
            }
            return ready ? end() : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LibvirtException.ofClient(ErrorCode.INTERRUPTED, "interrupted while reading a console");
        } finally {
            lock.unlock();
        }
    }

    /** Whether there are bytes, or an end. */
    private boolean awaitBytes(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        while (unread == 0 && !ended) {
            if (nanos <= 0) {
                return false;
            }
            nanos = changed.awaitNanos(nanos);
        }
        return true;
    }

    /** Whether an error ended it, for tests. */
    boolean hasFailed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    private int end() {
        if (!isOpen()) {
            throw LibvirtException.ofClient(ErrorCode.CLOSED, "this console is closed");
        }
        if (failure != null) {
            throw failure;
        }
        return -1;
    }

    private int take(ByteBuffer target) {
        int before = target.position();
        for (var part = received.peek(); part != null && target.hasRemaining(); part = received.peek()) {
            int count = Math.min(part.remaining(), target.remaining());
            target.put(part.slice().limit(count));
            part.position(part.position() + count);
            if (!part.hasRemaining()) {
                received.remove();
            }
        }
        int taken = target.position() - before;
        unread -= taken;
        return taken;
    }

    // ---- On the event loop's thread -------------------------------------------------------------------------------

    private void ready(int events) {
        if (!pointer.isOpen()) {
            return;
        }
        Connection.make(pointer, (self, _) -> {
            if ((events & READABLE) != 0) {
                receive(self);
            } else {
                stopListening(self);
                markEnded(null);
            }
            return true;
        });
    }

    private void receive(MemorySegment self) throws Throwable {
        int length = (int) NativeLibrary.virStreamRecv.invokeExact(self, RECEIVED, (long) CHUNK);
        if (length > 0) {
            var bytes = ByteBuffer.allocate(length);
            MemorySegment.ofBuffer(bytes).copyFrom(RECEIVED.asSlice(0, length));
            if (!keep(bytes)) {
                stopListening(self);
                markEnded(LibvirtException.ofClient(
                        ErrorCode.OVERFLOW, "nobody read what the guest wrote: more than " + MOST_UNREAD + " bytes"));
                connection.callLater(() -> abort());
            }
        } else if (length != WOULD_BLOCK) {
            var reason = length == 0 ? null : Native.lastError();
            stopListening(self);
            markEnded(reason);
        }
    }

    /** Returns whether there was space. */
    private boolean keep(ByteBuffer bytes) {
        lock.lock();
        try {
            if (unread + bytes.remaining() > MOST_UNREAD) {
                return false;
            }
            unread += bytes.remaining();
            received.add(bytes);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
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

    private void stopListening(MemorySegment self) throws Throwable {
        EventLoop.remove(callback);
        if (listening.compareAndSet(true, false)) {
            int _ = (int) NativeLibrary.virStreamEventRemoveCallback.invokeExact(self);
        }
    }

    // ---- On other threads -----------------------------------------------------------------------------------------

    /**
     * Writes all bytes, as fast as the guest takes them: {@code virStreamSend}. Some bytes that the guest never takes are kept on the way.
     *
     * @throws LibvirtException {@link LibvirtException#isTimeout()} if the guest takes nothing for the connection's call limit, or
     *     {@link LibvirtException#isConnectionLost()} if that lasts longer than the keep-alive time: close this stream then
     */
    @Override
    public int write(ByteBuffer source) {
        int total = source.remaining();
        long giveUp = inTime();
        while (source.hasRemaining()) {
            int sent = send(source);
            if (sent == WOULD_BLOCK) {
                pauseBeforeRetry(giveUp);
            } else {
                source.position(source.position() + sent);
                giveUp = inTime();
            }
        }
        return total;
    }

    private long inTime() {
        return System.nanoTime()
                + Deadline.orElse(connection.settings().callLimit()).toNanos();
    }

    private int send(ByteBuffer source) {
        var bytes = new byte[Math.min(source.remaining(), CHUNK)];
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

    @Override
    void endReaders() {
        markEnded(null);
    }

    private void abort() {
        if (pointer.isOpen()) {
            abortInCall();
        }
    }

    @Override
    void abortInCall() {
        Connection.make(pointer, (self, _) -> {
            stopListening(self);
            // A stream that has ended already refuses this; then there is nothing to do.
            return (int) NativeLibrary.virStreamAbort.invokeExact(self);
        });
    }
}
