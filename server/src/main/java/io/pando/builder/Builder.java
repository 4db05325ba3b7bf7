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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Runs scripts on disks, each in an appliance of its own on the host where the disks are. Thread-safe. */
@Service
public class Builder {
    private static final Logger log = LoggerFactory.getLogger(Builder.class);
    /** How long after its time a run that nobody ends is taken away. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /**
     * How often an appliance is started that does not say that it is ready. Under emulation on a busy host a kernel now and then stands
     * still before its first program runs; the next one of the same files does not.
     */
    private static final int STARTS = 3;

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
                    .multipliedBy(STARTS)
                    .plus(task.limits().time())
                    .plus(GRACE);
            runs.begin(task.id(), task.hostId(), clock.instant().plus(lifetime));
            try {
                ApplianceFiles.Volumes volumes = files.provide(host);
                return startAndHold(host, task, specification(task, volumes, lifetime), progress);
            } finally {
                takeAway(host, task.id());
            }
        } finally {
            places.release();
        }
    }

    /** One that does not begin has done nothing: another one takes its place. */
    private BuilderResult startAndHold(
            Appliances host, BuilderTask task, ApplianceSpecification wanted, Consumer<BuilderProgress> progress)
            throws InterruptedException {
        for (int start = 1; true; start++) {
            host.start(wanted);
            try {
                return new Conversation(host, task, properties.builder().startTimeout()).hold(progress);
            } catch (BuilderException silent) {
                if (silent.reason() != BuilderException.Reason.SILENT) {
                    throw silent;
                }
                log.warn("Start {} of {} of {}: {}", start, STARTS, wanted.name(), silent.getMessage());
                if (start == STARTS) {
                    throw new BuilderException(
                            BuilderException.Reason.SILENT,
                            "The builder's appliance was started %d times, and was not ready within %d s once."
                                    .formatted(
                                            STARTS,
                                            properties.builder().startTimeout().toSeconds()),
                            silent);
                }
            }
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
