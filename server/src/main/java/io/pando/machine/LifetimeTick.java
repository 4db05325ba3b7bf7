package io.pando.machine;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks again and again for machines whose time is over. */
@Component
class LifetimeTick implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LifetimeTick.class);
    private static final int SECONDS = 10;

    private final LifetimeService lifetimes;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("lifetime-tick").factory());
    private volatile boolean running;

    LifetimeTick(LifetimeService lifetimes) {
        this.lifetimes = lifetimes;
    }

    @Override
    public void start() {
        Future<?> ended = timer.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
        running = !ended.isDone();
    }

    private void look() {
        try {
            lifetimes.endWhatIsOver();
        } catch (RuntimeException failure) {
            log.warn("It could not be seen whose time is over", failure);
        }
    }

    @Override
    public void stop() {
        timer.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
