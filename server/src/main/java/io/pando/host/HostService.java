package io.pando.host;

import io.pando.api.Host;
import io.pando.configuration.PandoProperties;
import io.pando.event.Changed;
import io.pando.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Service;

/** Knows the hosts, keeps the links to them, and shows them. */
@Service
class HostService implements Hosts, SmartLifecycle {
    private final PandoProperties properties;
    private final HostStore store;
    private final ObjectProvider<HostListener> listeners;
    private final ObjectProvider<HostTenants> tenants;
    private final ApplicationEventPublisher events;
    private final Map<String, HostLink> links = new ConcurrentHashMap<>();
    private volatile @Nullable String home;

    HostService(
            PandoProperties properties,
            HostStore store,
            ObjectProvider<HostListener> listeners,
            ObjectProvider<HostTenants> tenants,
            ApplicationEventPublisher events) {
        this.properties = properties;
        this.store = store;
        this.listeners = listeners;
        this.tenants = tenants;
        this.events = events;
    }

    @Override
    public void start() {
        HostRecord local =
                store.ensure(properties.host().name(), properties.host().uri());
        home = local.id();
        HostLink link =
                new HostLink(local, properties, store, listeners.orderedStream().toList(), this::publish);
        links.put(local.id(), link);
        link.start();
    }

    @Override
    public void stop() {
        links.values().forEach(HostLink::close);
        links.clear();
    }

    @Override
    public boolean isRunning() {
        return !links.isEmpty();
    }

    @Override
    public Hypervisor hypervisor(String hostId) {
        return link(hostId).hypervisor();
    }

    AccelerationProbe.Finding probe(String hostId) throws InterruptedException {
        return link(hostId).probeAgain();
    }

    private HostLink link(String hostId) {
        HostLink link = links.get(hostId);
        if (link == null) {
            throw new HostException(HostException.Reason.UNREACHABLE, "There is no link to the host.", null);
        }
        return link;
    }

    @Override
    public Host home() {
        String id = home;
        if (id == null) {
            throw new HostException(HostException.Reason.UNREACHABLE, "The server has not started yet.", null);
        }
        return require(id);
    }

    @Override
    public Optional<Host> find(String hostId) {
        return store.find(hostId).map(this::shown);
    }

    @Override
    public Optional<Standing> standing(String hostId) {
        return store.find(hostId).map(record -> new Standing(record.name(), state(links.get(hostId))));
    }

    private static Host.State state(@Nullable HostLink link) {
        return link == null ? Host.State.CONNECTING : link.state();
    }

    Host require(String hostId) {
        return find(hostId).orElseThrow(() -> ProblemException.notFound("host", hostId));
    }

    List<Host> list() {
        return store.list().stream().map(this::shown).toList();
    }

    private void publish(String hostId) {
        find(hostId).ifPresent(host -> events.publishEvent(new Changed("host", hostId, null, host)));
    }

    private Host shown(HostRecord record) {
        HostTenants.Tenancy tenancy = Optional.ofNullable(tenants.getIfAvailable())
                .map(known -> known.of(record.id()))
                .orElse(HostTenants.Tenancy.NONE);
        HostLink link = links.get(record.id());
        HostFacts facts = record.facts();
        return new Host(
                record.id(),
                record.name(),
                record.uri(),
                state(link),
                record.lastAnswerAt(),
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
                tenancy.running());
    }
}
