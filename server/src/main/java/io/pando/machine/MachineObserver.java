package io.pando.machine;

import io.pando.database.Database;
import io.pando.host.Domains;
import io.pando.host.HostException;
import io.pando.host.HostListener;
import io.pando.host.Hosts;
import io.pando.job.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps what is written of machines in step with what their hosts say: a guest that shuts itself down, a domain that crashed or was
 * removed by other means, everything that happened while this server or the host's daemon was away.
 */
@Component
class MachineObserver implements HostListener, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(MachineObserver.class);
    private static final Duration PICTURES_EVERY = Duration.ofSeconds(10);

    private final MachineStore store;
    private final MachineViews views;
    private final Jobs jobs;
    private final Hosts hosts;
    private final ScreenPictures pictures;
    private final HardwareStore hardware;
    private final Map<String, Boolean> answering = new ConcurrentHashMap<>();
    /** Hosts whose machines are being looked at. */
    private final Set<String> lookedAt = ConcurrentHashMap.newKeySet();

    private @Nullable Thread screens;

    MachineObserver(
            MachineStore store,
            MachineViews views,
            Jobs jobs,
            Hosts hosts,
            ScreenPictures pictures,
            HardwareStore hardware) {
        this.store = store;
        this.views = views;
        this.jobs = jobs;
        this.hosts = hosts;
        this.pictures = pictures;
        this.hardware = hardware;
    }

    @Override
    public void start() {
        Thread started = Thread.ofPlatform().daemon().name("screens").unstarted(this::keepLookingAtScreens);
        started.start();
        screens = started;
    }

    @Override
    public void stop() {
        Thread running = screens;
        if (running != null) {
            running.interrupt();
        }
        screens = null;
    }

    @Override
    public boolean isRunning() {
        return screens != null;
    }

    private void keepLookingAtScreens() {
        try {
            while (true) {
                Thread.sleep(PICTURES_EVERY);
                lookAtScreens();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void domainChanged(String hostId, UUID domain) {
        // A host that the machine has left, or that it has not come to yet, has nothing to say of it.
        store.findByDomain(domain)
                .filter(machine -> machine.owned() && machine.hostId().equals(hostId))
                .ifPresent(machine -> {
                    Optional<Domains.Registered> seen =
                            hosts.hypervisor(hostId).domains().find(domain);
                    apply(machine, seen.orElse(null));
                });
    }

    @Override
    public void connected(String hostId) {
        answering.put(hostId, true);
        List<Domains.Registered> domains = hosts.hypervisor(hostId).domains().list();
        Map<UUID, Domains.Registered> byUuid =
                domains.stream().collect(Collectors.toMap(Domains.Registered::uuid, Function.identity()));
        List<MachineRecord> machines = store.onHost(hostId);
        for (MachineRecord machine : machines) {
            apply(machine, byUuid.get(machine.domainUuid()));
        }
        store.confirmStates(hostId);
        views.publishAll(hostId);
    }

    @Override
    public void disconnected(String hostId) {
        answering.put(hostId, false);
        views.publishAll(hostId);
    }

    /** Has the machine looked at when the present transaction, which ends a job on it, has committed. */
    void settle(String machineId) {
        // Whatever it was to be switched on for: it runs by now, or does not.
        store.starting(machineId, false);
        Database.afterCommit(() -> Thread.ofVirtual().name("settle").start(() -> look(machineId)));
    }

    private void look(String machineId) {
        store.findNow(machineId).ifPresent(machine -> {
            try {
                Optional<Domains.Registered> seen =
                        hosts.hypervisor(machine.hostId()).domains().find(machine.domainUuid());
                apply(machine, seen.orElse(null));
            } catch (HostException away) {
                log.debug("{} is looked at when its host answers again", machine.name());
            }
            views.publish(machineId);
        });
    }

    /** Moves the machine to the state that its host shows, unless a job is at work on it and does that itself. */
    private void apply(MachineRecord machine, Domains.@Nullable Registered seen) {
        Jobs.Latest latest = jobs.latest(List.of(machine.id())).get(machine.id());
        if (latest != null && latest.active()) {
            return;
        }
        MachineState now = observed(seen);
        boolean changes =
                switch (machine.state()) {
                    case RUNNING, STOPPED, SUSPENDED -> now != machine.state();
                    case FAILED -> seen != null && now != MachineState.FAILED;
                    case DEFINED, PROVISIONING, DELETING, DELETED -> false;
                };
        if (changes
                && machine.state().mayBecome(now)
                && store.move(machine.id(), machine.state(), now, problem(seen, now))) {
            log.info("Machine {} is {} now, it was {}", machine.name(), now, machine.state());
            views.publish(machine.id());
        }
    }

    private static MachineState observed(Domains.@Nullable Registered seen) {
        if (seen == null) {
            return MachineState.FAILED;
        }
        return switch (seen.state()) {
            case RUNNING, PAUSED -> MachineState.RUNNING;
            case OFF -> seen.savedMemory() ? MachineState.SUSPENDED : MachineState.STOPPED;
            case CRASHED -> MachineState.FAILED;
        };
    }

    private static @Nullable String problem(Domains.@Nullable Registered seen, MachineState now) {
        if (now != MachineState.FAILED) {
            return null;
        }
        return seen == null
                ? "It was removed from its host by other means than Pando. Delete it, or register it with the host again."
                : "It crashed. Start it again.";
    }

    /**
     * Takes pictures and asks for addresses, of machines that run on hosts that answer; each host by itself: one that answers slowly must
     * not keep the others from being looked at.
     */
    private void lookAtScreens() {
        answering.forEach((hostId, answers) -> {
            if (answers && lookedAt.add(hostId)) {
                Thread.ofVirtual().name("screens of " + hostId).start(() -> {
                    try {
                        lookAtScreens(hostId);
                    } finally {
                        lookedAt.remove(hostId);
                    }
                });
            }
        });
    }

    private void lookAtScreens(String hostId) {
        List<MachineRecord> machines = store.mayBeOn(hostId);
        if (machines.isEmpty()) {
            return;
        }
        try {
            Map<String, List<String>> leases =
                    hosts.hypervisor(hostId).domains().leases();
            Map<String, HardwareStore.Kept> made = hardware.of(machines);
            for (MachineRecord machine : machines) {
                HardwareStore.Kept kept = made.get(machine.id());
                lookAtScreen(machine, kept == null ? List.of() : addresses(kept.hardware(), leases));
            }
        } catch (RuntimeException failure) {
            log.debug("The machines on {} could not be looked at: {}", hostId, failure.getMessage());
        }
    }

    private static List<String> addresses(Hardware made, Map<String, List<String>> leases) {
        return made.nics().stream()
                .flatMap(nic -> leases.getOrDefault(nic.mac(), List.of()).stream())
                .distinct()
                .toList();
    }

    private void lookAtScreen(MachineRecord machine, List<String> addresses) {
        try {
            if (!addresses.equals(machine.addresses())) {
                store.recordAddresses(machine.id(), addresses);
            }
            pictures.take(machine);
            views.publish(machine.id());
        } catch (RuntimeException failure) {
            log.debug("{} could not be looked at: {}", machine.name(), failure.getMessage());
        }
    }
}
