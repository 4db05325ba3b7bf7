package io.pando.builder;

import io.pando.configuration.PandoProperties;
import io.pando.host.ApplianceSpecification;
import io.pando.host.Appliances;
import io.pando.host.Hosts;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Runs scripts on disks, each in an appliance of its own on the host where the disks are. Thread-safe. */
@Service
public class Builder {
    /** How long after its time a run that nobody ends is taken away. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final PandoProperties properties;
    private final Hosts hosts;
    private final ApplianceFiles files;
    private final RunStore runs;
    private final Clock clock;
    private final Semaphore places;

    Builder(PandoProperties properties, Hosts hosts, ApplianceFiles files, RunStore runs, Clock clock) {
        this.properties = properties;
        this.hosts = hosts;
        this.files = files;
        this.runs = runs;
        this.clock = clock;
        this.places = new Semaphore(properties.builder().atOnce(), true);
    }

    /**
     * Runs a script to its end. When this returns or throws, its appliance is gone, unless the host does not answer; then it is taken away
     * when the host answers again, and ends by itself in any case. May be repeated: what an earlier attempt has left is taken away first.
     *
     * @param progress told what the script says about itself; what it throws ends the run
     * @throws BuilderException when it comes to no result
     * @throws io.pando.host.HostException when the host refuses or does not answer
     * @throws InterruptedException when the thread is interrupted while it waits for a place or for the script
     */
    public BuilderResult run(BuilderTask task, Consumer<BuilderProgress> progress) throws InterruptedException {
        places.acquire();
        try {
            Appliances host = hosts.hypervisor(task.hostId()).appliances();
            host.remove(task.id());
            Duration lifetime = properties
                    .builder()
                    .startTimeout()
                    .plus(task.limits().time())
                    .plus(GRACE);
            runs.begin(task.id(), task.hostId(), clock.instant().plus(lifetime));
            try {
                ApplianceFiles.Volumes volumes = files.provide(host);
                host.start(specification(task, volumes, lifetime));
                return new Conversation(host, task, properties.builder().startTimeout()).hold(progress);
            } finally {
                takeAway(host, task.id());
            }
        } finally {
            places.release();
        }
    }

    /** Takes away whatever a run has left: the undo of a job's step. One that has left nothing is no error. May be repeated. */
    public void remove(String hostId, UUID id) {
        takeAway(hosts.hypervisor(hostId).appliances(), id);
    }

    /** Takes away what is left of runs on a host that nobody looks after any more. Touches only what was written down. */
    void sweep(String hostId) {
        for (UUID id : runs.abandoned(hostId, clock.instant())) {
            remove(hostId, id);
        }
    }

    private void takeAway(Appliances host, UUID id) {
        // A thread that was told to end still has to clean up, and calls of an interrupted thread would not reach the
        // host.
        boolean interrupted = Thread.interrupted();
        try {
            host.remove(id);
            runs.end(id);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ApplianceSpecification specification(BuilderTask task, ApplianceFiles.Volumes volumes, Duration lifetime) {
        return new ApplianceSpecification(
                task.id(),
                "%s.builder.%s".formatted(properties.instance(), task.id()),
                task.title(),
                volumes.kernel(),
                volumes.initramfs(),
                task.limits().memoryMiB(),
                task.disks(),
                task.network(),
                lifetime);
    }
}
