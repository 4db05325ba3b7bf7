package io.pando.tick;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does something again and again from the server's start to its end, one at a time. A failure is written to the log, and the next time comes
 * all the same.
 */
public abstract class Tick implements SmartLifecycle {
    private final Logger log = LoggerFactory.getLogger(getClass());
    private final Duration first;
    private final Duration pause;
    private final String failed;
    private final ScheduledExecutorService timer;
    private volatile boolean running;

    /**
     * @param name of its thread
     * @param first time from the server's start until it is done first
     * @param pause time from the end of one to the next
     * @param failed what a failure means, as the log says it
     */
    protected Tick(String name, Duration first, Duration pause, String failed) {
        this.first = first;
        this.pause = pause;
        this.failed = failed;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name).factory());
    }

    /** What is done each time. */
    protected abstract void look();

    @Override
    public final void start() {
        Future<?> ended =
                timer.scheduleWithFixedDelay(this::tick, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        running = !ended.isDone();
    }

    private void tick() {
        try {
            look();
        } catch (RuntimeException failure) {
            log.warn(failed, failure);
        }
    }

    @Override
    public final void stop() {
        timer.shutdownNow();
        running = false;
    }

    @Override
    public final boolean isRunning() {
        return running;
    }
}
