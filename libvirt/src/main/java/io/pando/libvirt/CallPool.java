package io.pando.libvirt;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of platform threads that make native calls while callers wait, on any kind of thread, no longer than they
 * want to.
 *
 * <p>A caller that gives up leaves the native call running. What that call finally returns is closed, so nothing leaks.
 */
final class CallPool {
    private static final Duration IDLE_THREADS_END_AFTER = Duration.ofSeconds(30);

    private final String name;
    private final ThreadPoolExecutor executor;

    CallPool(String name, int threads) {
        this.name = name;
        this.executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_THREADS_END_AFTER.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("libvirt " + name + " ", 1).factory());
        this.executor.allowCoreThreadTimeOut(true);
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
        var call = new Call<>(work, false);
        submit(call);
        return call.await(wait);
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
        executor.shutdown();
    }

    private void submit(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    private LibvirtException deadlinePassed(Duration limit) {
        return LibvirtException.ofClient(
                ErrorCode.DEADLINE_PASSED, name + " did not answer within " + limit.toMillis() + " ms");
    }

    private LibvirtException closed(RejectedExecutionException cause) {
        var closed = LibvirtException.ofClient(ErrorCode.CLOSED, "the connection to " + name + " is closed");
        closed.initCause(cause);
        return closed;
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
