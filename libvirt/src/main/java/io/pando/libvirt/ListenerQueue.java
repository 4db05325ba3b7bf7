package io.pando.libvirt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Takes events off the event loop's thread and gives them to listeners, in order, on one virtual thread per connection.
 *
 * <p>Bounded: guests can cause events. When listeners are {@value #CAPACITY} events behind, further ones are dropped, with a
 * warning. What listeners throw is logged.
 */
final class ListenerQueue implements AutoCloseable {
    static final int CAPACITY = 10_000;
    private static final Logger LOG = System.getLogger(ListenerQueue.class.getName());

    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>(CAPACITY);
    private final Thread thread;
    private boolean dropping;

    ListenerQueue(String name) {
        this.thread = Thread.ofVirtual().name("libvirt listeners " + name).start(this::deliver);
    }

    /** Called by the event loop's thread. */
    void add(Runnable event) {
        boolean accepted = events.offer(event);
        if (!accepted && !dropping) {
            LOG.log(Level.WARNING, "libvirt listeners are {0} events behind: further ones are dropped", CAPACITY);
        }
        dropping = !accepted;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void deliver() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                events.take().run();
            } catch (InterruptedException e) {
                return;
            } catch (LibvirtException e) {
                if (!e.isInterrupted()) {
                    LOG.log(Level.ERROR, "a listener of libvirt events failed", e);
                }
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "a listener of libvirt events failed", e);
            }
        }
    }
}
