package io.pando.machine;

import io.pando.tick.Tick;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Looks again and again for machines whose time is over. */
@Component
class LifetimeTick extends Tick {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final LifetimeService lifetimes;

    LifetimeTick(LifetimeService lifetimes) {
        super("lifetime-tick", PAUSE, PAUSE, "It could not be seen whose time is over");
        this.lifetimes = lifetimes;
    }

    @Override
    protected void look() {
        lifetimes.endWhatIsOver();
    }
}
