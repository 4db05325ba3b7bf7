package io.pando.libvirt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of platform threads that make native calls while callers wait, on any kind of thread, no longer than they
 * want to.
 *
 * <p>A caller that gives up leaves the native call running. What that call finally returns is closed, so nothing leaks.
 */
final class CallPool {
    private static final Logger LOG = System.getLogger(CallPool.class.getName());
    private static final Duration IDLE_THREADS_END_AFTER = Duration.ofSeconds(30);

    /**
     * The threads of all pools. There may be thousands of connections, of which few make a call at any moment: each borrows as many threads
     * as it has calls, up to its own bound, and gives them back.
     */
    private static final ThreadPoolExecutor LENT = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_THREADS_END_AFTER.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("libvirt ", 1).factory());

    /** For which pool a lent thread works just now. */
    private static final ThreadLocal<@Nullable CallPool> WORKING_FOR = new ThreadLocal<>();

    private final String name;
    private final int threads;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int borrowed;
    private boolean closed;

    CallPool(String name, int threads) {
        this.name = name;
        this.threads = threads;
    }

    /**
     * Makes a call on one of the threads and waits for it.
     *
     * @param limit the longest wait, if the thread has no {@link Deadline}
     */
    <T extends @Nullable Object> T call(Duration limit, Callable<T> work) {
        var wait = Deadline.orElse(limit);
        if (wait.isZero()) {
            throw deadlinePassed(wait);
        }
        if (WORKING_FOR.get() == this) {
            // Part of a longer piece of work that has a thread already, and whose caller has a limit for all of it.
            return here(work);
        }
        var call = new Call<>(work, false);
        submit(call);
        return call.await(wait);
    }

    private static <T extends @Nullable Object> T here(Callable<T> work) {
        try {
            return work.call();
        } catch (LibvirtException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the native call failed in this program, not in libvirt", e);
        }
    }

    /** {@link #call}, but the call is made even if the caller gives up before it begins. */
    <T extends @Nullable Object> T callSurely(Duration limit, Callable<T> work) {
        var call = new Call<>(work, true);
        submit(call);
        return call.await(Deadline.orElse(limit));
    }

    /** Makes a call later, when those before it have ended, and waits for nothing. Its failure is ignored. */
    void callLater(Runnable work) {
        submit(work);
    }

    /** Takes no new calls. Those that wait or run go on. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void submit(Runnable work) {
        boolean borrow;
        lock.lock();
        try {
            if (closed) {
                throw LibvirtException.ofClient(ErrorCode.CLOSED, "the connection to " + name + " is closed");
            }
            waiting.add(work);
            borrow = borrowed < threads;
            if (borrow) {
                borrowed++;
            }
        } finally {
            lock.unlock();
        }
        if (borrow) {
            LENT.execute(this::workOff);
        }
    }

    /** Makes calls on a borrowed thread until none waits. */
    private void workOff() {
        Thread.currentThread().setName("libvirt " + name);
        WORKING_FOR.set(this);
        try {
            workOffAll();
        } finally {
            WORKING_FOR.remove();
        }
    }

    private void workOffAll() {
        while (true) {
            Runnable work;
            lock.lock();
            try {
                work = waiting.poll();
                if (work == null) {
                    borrowed--;
                    return;
                }
            } finally {
                lock.unlock();
            }
            try {
                work.run();
            } catch (RuntimeException ignored) {
                LOG.log(Level.DEBUG, "a later call on " + name + " failed", ignored);
            }
        }
    }

    private LibvirtException deadlinePassed(Duration limit) {
        return LibvirtException.ofClient(
                ErrorCode.DEADLINE_PASSED, name + " did not answer within " + limit.toMillis() + " ms");
    }

    /** One call: the pool's thread and its caller agree through the future on who has the result. */
    private final class Call<T extends @Nullable Object> implements Runnable {
        private final Callable<T> work;
        private final boolean surely;
        private final CompletableFuture<T> outcome = new CompletableFuture<>();

        Call(Callable<T> work, boolean surely) {
            this.work = work;
            this.surely = surely;
        }

        @Override
        public void run() {
            if (outcome.isDone() && !surely) {
                return;
            }
            try {
                var result = work.call();
                if (!outcome.complete(result) && result instanceof AutoCloseable unwanted) {
                    unwanted.close();
                }
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        }

        T await(Duration limit) {
            try {
                return outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw atCaller(e);
            } catch (TimeoutException e) {
                return abandon(deadlinePassed(limit));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return abandon(
                        LibvirtException.ofClient(ErrorCode.INTERRUPTED, "interrupted while waiting for " + name));
            }
        }

        /** Gives up, unless the result has come in this very moment. */
        private T abandon(LibvirtException reason) {
            if (outcome.completeExceptionally(reason)) {
                throw reason;
            }
            try {
                return outcome.get();
            } catch (ExecutionException e) {
                throw atCaller(e);
            } catch (InterruptedException e) {
                throw new AssertionError("a completed future does not wait", e);
            }
        }

        private static RuntimeException atCaller(ExecutionException failure) {
            var cause = failure.getCause();
            if (cause instanceof LibvirtException e) {
                e.fillInStackTrace();
                return e;
            }
            return new IllegalStateException("the native call failed in this program, not in libvirt", cause);
        }
    }
}
