package io.pando.upload;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks after abandoned uploads now and then. */
@Component
class UploadExpiry implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(UploadExpiry.class);

    private final Uploads uploads;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("upload-expiry").factory());
    private volatile boolean running;

    UploadExpiry(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public void start() {
        Future<?> ended = timer.scheduleWithFixedDelay(this::look, 0, 5, TimeUnit.MINUTES);
        running = !ended.isDone();
    }

    private void look() {
        try {
            uploads.expire();
        } catch (RuntimeException failure) {
            log.warn("Abandoned uploads could not be thrown away", failure);
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
