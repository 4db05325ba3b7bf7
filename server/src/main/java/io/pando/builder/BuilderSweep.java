package io.pando.builder;

import io.pando.host.HostException;
import io.pando.host.HostListener;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Takes away appliances that a server which died has left, when a host answers and now and then. */
@Component
class BuilderSweep implements HostListener, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(BuilderSweep.class);

    private final Builder builder;
    private final RunStore runs;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("builder-sweep").factory());
    private volatile boolean running;

    BuilderSweep(Builder builder, RunStore runs) {
        this.builder = builder;
        this.runs = runs;
    }

    @Override
    public void connected(String hostId) {
        builder.sweep(hostId);
    }

    @Override
    public void domainChanged(String hostId, UUID domain) {}

    @Override
    public void disconnected(String hostId) {}

    @Override
    public void start() {
        Future<?> ended = timer.scheduleWithFixedDelay(this::look, 1, 5, TimeUnit.MINUTES);
        running = !ended.isDone();
    }

    private void look() {
        try {
            runs.hosts().forEach(this::look);
        } catch (RuntimeException failure) {
            log.warn("What builders have left could not be taken away", failure);
        }
    }

    private void look(String hostId) {
        try {
            builder.sweep(hostId);
        } catch (HostException unreachable) {
            log.debug("Host {} is swept when it answers: {}", hostId, unreachable.getMessage());
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
