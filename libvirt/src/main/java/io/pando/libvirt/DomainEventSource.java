package io.pando.libvirt;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One kind of domain events of a connection: {@code virConnectDomainEventRegisterAny}. libvirt is asked for them when the first
 * listener comes, and once only, since it takes no callback twice; from then until the connection is closed they are
 * given to whoever listens.
 */
final class DomainEventSource<E> {
    private static final int NOT_REGISTERED = -1;

    private final int kind;
    private final MemorySegment callback;
    private final Translator<E> translator;
    private final ListenerQueue queue;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock registering = new ReentrantLock();
    private volatile int registration = NOT_REGISTERED;
    private volatile long handler;

    /** Makes an event out of libvirt's numbers. */
    interface Translator<E> {
        E translate(UUID domain, String name, int first, int second);
    }

    /**
     * Prepares a kind of events.
     *
     * @param kind a {@code virDomainEventID}
     * @param callback the function pointer that libvirt calls for this kind
     * @param queue who calls the listeners
     */
    DomainEventSource(int kind, MemorySegment callback, Translator<E> translator, ListenerQueue queue) {
        this.kind = kind;
        this.callback = callback;
        this.translator = translator;
        this.queue = queue;
    }

    Registration add(Connection connection, Consumer<E> consumer) {
        registering.lock();
        try {
            if (registration == NOT_REGISTERED) {
                connection.run((self, _) -> register(self));
            }
        } finally {
            registering.unlock();
        }
        return new Listener(consumer);
    }

    private void register(MemorySegment connection) throws Throwable {
        long id = EventLoop.add(this::happened);
        int result = (int) NativeLibrary.virConnectDomainEventRegisterAny.invokeExact(
                connection, MemorySegment.NULL, kind, callback, EventLoop.opaque(id), MemorySegment.NULL);
        if (result < 0) {
            EventLoop.remove(id);
            throw Native.lastError();
        }
        handler = id;
        registration = result;
    }

    /** To be called inside a native call of the connection: while libvirt has the callback, it keeps the connection. */
    void endInCall(MemorySegment connection) throws Throwable {
        EventLoop.remove(handler);
        if (registration != NOT_REGISTERED) {
            int _ = (int) NativeLibrary.virConnectDomainEventDeregisterAny.invokeExact(connection, registration);
        }
    }

    /** Called by the event loop's thread. */
    private void happened(MemorySegment domain, int first, int second) {
        if (!listeners.isEmpty()) {
            var event = translator.translate(Domain.uuidOf(domain), Domain.nameOf(domain), first, second);
            listeners.forEach(listener -> queue.add(() -> listener.tell(event)));
        }
    }

    private final class Listener implements Registration {
        private final Consumer<E> consumer;

        Listener(Consumer<E> consumer) {
            this.consumer = consumer;
            listeners.add(this);
        }

        void tell(E event) {
            if (listeners.contains(this)) {
                consumer.accept(event);
            }
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }
}
