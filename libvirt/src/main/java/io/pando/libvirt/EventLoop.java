package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * libvirt's default event loop on one daemon thread of the process, and the way from its callbacks to ours.
 *
 * <p>A callback carries a number, by which its handler is found; one whose registration was closed meanwhile finds none. Handlers
 * run on the loop's thread: they hand off quickly, never wait, and what they throw is logged.
 */
final class EventLoop {
    private static final Logger LOG = System.getLogger(EventLoop.class.getName());
    private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final AtomicLong LAST_ID = new AtomicLong();
    private static final Map<Long, Handler> HANDLERS = new ConcurrentHashMap<>();
    private static boolean started;

    private EventLoop() {}

    /** What is to be done about an event. */
    @FunctionalInterface
    interface Handler {
        /**
         * Takes note of one event.
         *
         * @param subject the domain, stream or connection, valid during the call
         * @param first the event's first number, 0 if it has none
         * @param second the event's second number, 0 if it has none
         */
        void happened(MemorySegment subject, int first, int second);
    }

    /** Starts the library and the loop, once; to be called before a connection is opened. */
    static synchronized void ensureStarted() {
        if (started) {
            return;
        }
        try {
            Native.check((int) NativeLibrary.virInitialize.invokeExact());
            NativeLibrary.virSetErrorFunc.invokeExact(MemorySegment.NULL, Callbacks.SILENT);
            Native.check((int) NativeLibrary.virEventRegisterDefaultImpl.invokeExact());
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
        Thread.ofPlatform().daemon().name("libvirt events").start(EventLoop::loop);
        started = true;
    }

    private static void loop() {
        while (true) {
            try {
                Native.check((int) NativeLibrary.virEventRunDefaultImpl.invokeExact());
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "libvirt's event loop failed; it goes on", e);
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            }
        }
    }

    /** Keeps a handler; its number goes to libvirt as the callback's opaque pointer. */
    static long add(Handler handler) {
        long id = LAST_ID.incrementAndGet();
        HANDLERS.put(id, handler);
        return id;
    }

    static void remove(long id) {
        HANDLERS.remove(id);
    }

    static MemorySegment opaque(long id) {
        return MemorySegment.ofAddress(id);
    }

    private static void dispatch(MemorySegment opaque, MemorySegment subject, int first, int second) {
        try {
            var handler = HANDLERS.get(opaque.address());
            if (handler != null) {
                handler.happened(subject, first, second);
            }
        } catch (Throwable e) {
            // Nothing may be thrown into native code: it would end the process.
            LOG.log(Level.ERROR, "a handler of libvirt events failed", e);
        }
    }

    /** The function pointers that libvirt gets. */
    static final class Callbacks {
        private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

        /** virErrorFunc: errors become exceptions, so nothing is to be printed. */
        static final MemorySegment SILENT =
                NativeLibrary.callback(HERE, "silent", FunctionDescriptor.ofVoid(POINTER, POINTER));

        /** virConnectDomainEventCallback and virConnectDomainEventAgentLifecycleCallback. */
        static final MemorySegment DOMAIN_CHANGED = NativeLibrary.callback(
                HERE, "domainChanged", FunctionDescriptor.of(INT, POINTER, POINTER, INT, INT, POINTER));

        /** virConnectDomainEventGenericCallback. */
        static final MemorySegment DOMAIN_EVENT =
                NativeLibrary.callback(HERE, "domainEvent", FunctionDescriptor.ofVoid(POINTER, POINTER, POINTER));

        /** virConnectCloseFunc. */
        static final MemorySegment CONNECTION_CLOSED =
                NativeLibrary.callback(HERE, "connectionClosed", FunctionDescriptor.ofVoid(POINTER, INT, POINTER));

        /** virStreamEventCallback. */
        static final MemorySegment STREAM_READY =
                NativeLibrary.callback(HERE, "streamReady", FunctionDescriptor.ofVoid(POINTER, INT, POINTER));

        private Callbacks() {}

        @SuppressWarnings("unused") // called by libvirt
        private static void silent(MemorySegment userData, MemorySegment error) {}

        @SuppressWarnings("unused") // called by libvirt
        private static int domainChanged(
                MemorySegment connection, MemorySegment domain, int event, int detail, MemorySegment opaque) {
            dispatch(opaque, domain, event, detail);
            return 0;
        }

        @SuppressWarnings("unused") // called by libvirt
        private static void domainEvent(MemorySegment connection, MemorySegment domain, MemorySegment opaque) {
            dispatch(opaque, domain, 0, 0);
        }

        @SuppressWarnings("unused") // called by libvirt
        private static void connectionClosed(MemorySegment connection, int reason, MemorySegment opaque) {
            dispatch(opaque, connection, reason, 0);
        }

        @SuppressWarnings("unused") // called by libvirt
        private static void streamReady(MemorySegment stream, int events, MemorySegment opaque) {
            dispatch(opaque, stream, events, 0);
        }
    }
}
