package io.pando.host;

import io.pando.api.Host;
import io.pando.api.HostHistory;
import io.pando.configuration.PandoProperties;
import io.pando.event.Changed;
import io.pando.problem.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Service;

/** Knows the hosts, keeps the links to them, and shows them. */
@Service
class HostService implements Hosts, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(HostService.class);
    /** What the links see is written down in so long pauses, and whenever the server stops. */
    private static final long RECORD_EVERY_MILLIS = 15_000;

    private final PandoProperties properties;
    private final HostStore store;
    private final ObjectProvider<HostListener> listeners;
    private final ObjectProvider<HostTenants> tenants;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Map<String, HostLink> links = new ConcurrentHashMap<>();
    private volatile @Nullable String home;
    private volatile @Nullable Path ssh;
    private @Nullable Thread recording;

    HostService(
            PandoProperties properties,
            HostStore store,
            ObjectProvider<HostListener> listeners,
            ObjectProvider<HostTenants> tenants,
            ApplicationEventPublisher events,
            Clock clock) {
        this.properties = properties;
        this.store = store;
        this.listeners = listeners;
        this.tenants = tenants;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void start() {
        ssh = SshProgram.write(properties);
        HostRecord local =
                store.ensure(properties.host().name(), properties.host().uri());
        home = local.id();
        store.list().forEach(this::link);
        recording = Thread.ofVirtual().name("host-records").start(this::keepRecording);
    }

    /** Begins to keep a connection to a host, for good. */
    void link(HostRecord host) {
        HostLink link = new HostLink(
                host,
                address(host.uri()),
                properties,
                store,
                listeners.orderedStream().toList(),
                this::publish,
                clock);
        links.put(host.id(), link);
        link.start();
    }

    /** What libvirt is called with. An address of the configuration is the administrator's own business. */
    String address(String uri) {
        Path program = ssh;
        try {
            return program == null ? uri : HostAddress.parse(uri).connection(properties.host(), program);
        } catch (IllegalArgumentException unusual) {
            return uri;
        }
    }

    /** Has what an administrator has changed of a host hold at once. */
    void update(String hostId) {
        store.findNow(hostId).ifPresent(record -> {
            HostLink link = links.get(hostId);
            if (link != null) {
                link.update(record);
            }
            publish(hostId);
        });
    }

    /** Ends the connection to a host that is no longer one. */
    void unlink(String hostId) {
        HostLink link = links.remove(hostId);
        if (link != null) {
            link.close();
        }
        events.publishEvent(new Changed("host", hostId, null, null));
    }

    private void keepRecording() {
        try {
            while (true) {
                Thread.sleep(RECORD_EVERY_MILLIS);
                try {
                    recordLooks();
                    followOthers();
                } catch (RuntimeException failure) {
                    log.warn("What was seen of the hosts could not be written down: {}", failure.getMessage());
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another server on the same database may have added hosts, changed or removed them. */
    private void followOthers() {
        if (store.alone()) {
            return;
        }
        Map<String, HostRecord> there =
                store.list().stream().collect(Collectors.toMap(HostRecord::id, Function.identity()));
        there.values().forEach(record -> {
            HostLink link = links.get(record.id());
            if (link == null) {
                link(record);
            } else {
                link.update(record);
            }
        });
        links.keySet().stream().filter(id -> !there.containsKey(id)).toList().forEach(this::unlink);
    }

    private void recordLooks() {
        List<HostStore.Look> looks = links.values().stream()
                .flatMap(link -> link.takeUnrecorded().stream())
                .toList();
        if (!looks.isEmpty()) {
            store.recordFacts(looks);
        }
    }

    @Override
    public void stop() {
        Thread running = recording;
        if (running != null) {
            running.interrupt();
        }
        recording = null;
        links.values().forEach(HostLink::close);
        recordLooks();
        links.clear();
    }

    @Override
    public boolean isRunning() {
        return recording != null;
    }

    @Override
    public Hypervisor hypervisor(String hostId) {
        return existing(hostId).hypervisor();
    }

    AccelerationProbe.Finding probe(String hostId) throws InterruptedException {
        return existing(hostId).probeAgain();
    }

    private HostLink existing(String hostId) {
        HostLink link = links.get(hostId);
        if (link == null) {
            throw new HostException(HostException.Reason.UNREACHABLE, "There is no link to the host.", null);
        }
        return link;
    }

    @Override
    public Host home() {
        return require(homeId());
    }

    String homeId() {
        String id = home;
        if (id == null) {
            throw new HostException(HostException.Reason.UNREACHABLE, "The server has not started yet.", null);
        }
        return id;
    }

    @Override
    public Optional<Host> find(String hostId) {
        return Optional.ofNullable(links.get(hostId))
                .map(HostLink::record)
                .or(() -> store.find(hostId))
                .map(record -> shown(record, tenancy(hostId)));
    }

    @Override
    public Optional<Standing> standing(String hostId) {
        HostLink link = links.get(hostId);
        return link != null
                ? Optional.of(new Standing(link.record().name(), link.state()))
                : store.find(hostId).map(record -> new Standing(record.name(), Host.State.CONNECTING));
    }

    Host require(String hostId) {
        return find(hostId).orElseThrow(() -> ProblemException.notFound("host", hostId));
    }

    @Override
    public List<Host> all() {
        Map<String, HostTenants.Tenancy> tenancies = Optional.ofNullable(tenants.getIfAvailable())
                .map(HostTenants::all)
                .orElse(Map.of());
        // Whoever decides by it where something goes must not miss that a host has just been drained, or goes.
        Map<String, Boolean> drained = store.drainedNow();
        return links.values().stream()
                .map(HostLink::record)
                .filter(record -> drained.containsKey(record.id()))
                .map(record -> record.drained(Boolean.TRUE.equals(drained.get(record.id()))))
                .sorted(Comparator.comparing(HostRecord::name))
                .map(record -> shown(record, tenancies.getOrDefault(record.id(), HostTenants.Tenancy.NONE)))
                .toList();
    }

    HostHistory history(String hostId) {
        Host host = require(hostId);
        HostLink link = links.get(hostId);
        return new HostHistory(
                host.id(),
                properties.host().tick().toMillis() / 1000.0,
                link == null ? List.of() : link.history().samples());
    }

    /** Whether another host is the same computer, by what its libvirt says of itself. */
    Optional<HostRecord> sameComputer(@Nullable String uuid) {
        return uuid == null
                ? Optional.empty()
                : links.values().stream()
                        .filter(link -> {
                            HostFacts facts = facts(link.record(), link);
                            return facts != null && uuid.equals(facts.uuid());
                        })
                        .map(HostLink::record)
                        .findFirst();
    }

    private HostTenants.Tenancy tenancy(String hostId) {
        return Optional.ofNullable(tenants.getIfAvailable())
                .map(known -> known.of(hostId))
                .orElse(HostTenants.Tenancy.NONE);
    }

    /** Nobody hears of a host that is gone meanwhile. */
    private void publish(String hostId) {
        HostLink link = links.get(hostId);
        if (link != null) {
            Host host = shown(link.record(), tenancy(hostId));
            events.publishEvent(new Changed("host", hostId, null, host));
        }
    }

    private static @Nullable HostFacts facts(HostRecord record, @Nullable HostLink link) {
        return link == null
                ? record.facts()
                : link.lastLook().map(HostStore.Look::facts).orElse(record.facts());
    }

    private Host shown(HostRecord record, HostTenants.Tenancy tenancy) {
        HostLink link = links.get(record.id());
        HostFacts facts = facts(record, link);
        return new Host(
                record.id(),
                record.name(),
                record.uri(),
                link == null ? Host.State.CONNECTING : link.state(),
                link == null
                        ? record.lastAnswerAt()
                        : link.lastLook().map(HostStore.Look::at).orElse(record.lastAnswerAt()),
                link == null ? null : link.problem(),
                facts == null ? null : facts.architecture(),
                facts == null ? null : facts.hypervisor(),
                facts == null ? null : facts.libvirt(),
                facts == null
                        ? null
                        : new Host.Processors(
                                facts.processorModel(),
                                facts.cores(),
                                tenancy.vcpus(),
                                link == null ? null : link.loadPercent()),
                facts == null ? null : new Host.Memory(facts.memoryTotal(), facts.memoryFree(), tenancy.memoryBytes()),
                record.acceleration(),
                facts == null
                        ? List.of()
                        : facts.pools().stream()
                                .map(pool -> new Host.Pool(
                                        pool.name(),
                                        pool.type(),
                                        pool.path(),
                                        pool.capacity(),
                                        pool.allocated(),
                                        pool.available()))
                                .toList(),
                facts == null
                        ? List.of()
                        : facts.networks().stream()
                                .map(network -> new Host.Network(
                                        network.name(),
                                        network.bridge(),
                                        network.cidr(),
                                        network.active(),
                                        network.leases()))
                                .toList(),
                tenancy.machines(),
                tenancy.running(),
                link == null ? null : link.help(),
                record.labels(),
                record.drained(),
                record.id().equals(home),
                facts == null ? List.of() : facts.features(),
                tenancy.warm());
    }
}
