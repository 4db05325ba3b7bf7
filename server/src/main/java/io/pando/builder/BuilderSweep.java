package io.pando.builder;

import io.pando.host.HostException;
import io.pando.host.HostListener;
import io.pando.tick.Tick;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes away appliances that a server which died has left, when a host answers and now and then. */
@Component
class BuilderSweep extends Tick implements HostListener {
    private static final Logger log = LoggerFactory.getLogger(BuilderSweep.class);

    private final Builder builder;
    private final RunStore runs;

    BuilderSweep(Builder builder, RunStore runs) {
        super(
                "builder-sweep",
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                "What builders have left could not be taken away");
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
    protected void look() {
        runs.hosts().forEach(this::sweep);
    }

    private void sweep(String hostId) {
        try {
            builder.sweep(hostId);
        } catch (HostException unreachable) {
            log.debug("Host {} is swept when it answers: {}", hostId, unreachable.getMessage());
        }
    }
}
