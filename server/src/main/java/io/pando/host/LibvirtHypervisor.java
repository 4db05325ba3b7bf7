package io.pando.host;

import io.pando.api.HostFeature;
import io.pando.libvirt.Connection;
import io.pando.libvirt.CpuTimes;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.Network;
import io.pando.libvirt.NodeInfo;
import io.pando.libvirt.PoolInfo;
import io.pando.libvirt.StoragePool;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A host by one libvirt connection. Lives as long as the connection does. */
final class LibvirtHypervisor implements Hypervisor {
    private final Connection connection;
    private final String pool;
    private final String network;
    private final LibvirtDisks disks;
    private final LibvirtDomains domains;
    private final LibvirtLayers layers;
    private final LibvirtMoves moves;
    private final LibvirtGuestLines guests;
    private final LibvirtAppliances appliances;
    private volatile @Nullable Lasting lasting;
    private volatile @Nullable PoolPlace poolPlace;
    private volatile @Nullable NetworkPlace networkPlace;

    LibvirtHypervisor(
            Connection connection, Supplier<DomainXml.Place> place, String network, String pool, LibvirtMoves.Way way) {
        this.connection = connection;
        this.pool = pool;
        this.network = network;
        this.disks = new LibvirtDisks(connection, pool);
        this.domains = new LibvirtDomains(connection, place, disks);
        this.layers = new LibvirtLayers(connection, disks);
        this.moves = new LibvirtMoves(connection, place, disks, way);
        this.guests = new LibvirtGuestLines(connection);
        this.appliances = new LibvirtAppliances(connection, place, disks);
    }

    @Override
    public HostFacts facts() {
        return LibvirtCalls.call(
                "be looked at",
                () -> connection.together(() -> {
                    Lasting same = lasting();
                    CpuTimes times = connection.cpuTimes();
                    return new HostFacts(
                            same.hostName(),
                            same.node().model(),
                            same.hypervisor(),
                            same.libvirt(),
                            same.processorModel(),
                            same.node().cpus(),
                            same.node().memoryBytes(),
                            connection.freeMemory(),
                            times.userNanos() + times.kernelNanos(),
                            times.idleNanos() + times.ioWaitNanos(),
                            pools(),
                            networks(),
                            same.uuid(),
                            same.features(),
                            (int) connection.allDomainStats().stream()
                                    .filter(domain -> domain.state().isActive())
                                    .count());
                }));
    }

    /** What stays as it is for as long as a connection lasts: asking for it again at each look would cost most of the look. */
    private record Lasting(
            String hostName,
            NodeInfo node,
            String hypervisor,
            String libvirt,
            String processorModel,
            @Nullable String uuid,
            List<HostFeature> features) {}

    /** What runs machines there, with its version, for people. */
    static String product(Connection connection) {
        return (connection.uri().startsWith("test") ? "Test " : "QEMU ") + connection.hypervisorVersion();
    }

    private Lasting lasting() {
        Lasting known = lasting;
        if (known == null) {
            NodeInfo node = connection.nodeInfo();
            Xml host = Xml.parse(connection.capabilitiesXml()).find("host").orElseThrow();
            known = new Lasting(
                    connection.hostName(),
                    node,
                    product(connection),
                    connection.libvirtVersion(),
                    host.find("cpu", "model").map(Xml::content).orElse("unknown"),
                    host.find("uuid").map(Xml::content).orElse(null),
                    HostFeatures.of(connection, node.model()));
            lasting = known;
        }
        return known;
    }

    private record PoolPlace(String type, @Nullable String path) {
        static PoolPlace read(Xml xml) {
            return new PoolPlace(
                    xml.get("type"),
                    xml.find("target", "path").map(Xml::content).orElse(null));
        }
    }

    /** @param bridge networks that hand out a device of the host directly have none */
    private record NetworkPlace(
            @Nullable String bridge, @Nullable String cidr) {
        static NetworkPlace read(Xml xml) {
            return new NetworkPlace(
                    xml.find("bridge")
                            .map(bridge -> bridge.get("name"))
                            .filter(name -> !name.isEmpty())
                            .orElse(null),
                    xml.find("ip").map(Subnet::of).map(Subnet::toString).orElse(null));
        }
    }

    private List<HostFacts.Pool> pools() {
        return connection.findPool(pool).stream()
                .map(found -> {
                    try (StoragePool storage = found) {
                        PoolInfo info = storage.info();
                        PoolPlace place = poolPlace == null ? PoolPlace.read(Xml.parse(storage.xml())) : poolPlace;
                        poolPlace = place;
                        return new HostFacts.Pool(
                                pool,
                                place.type(),
                                place.path(),
                                info.capacityBytes(),
                                info.allocationBytes(),
                                info.availableBytes());
                    }
                })
                .toList();
    }

    private List<HostFacts.Network> networks() {
        return connection.findNetwork(network).stream()
                .map(found -> {
                    try (Network net = found) {
                        boolean active = net.isActive();
                        NetworkPlace place =
                                networkPlace == null ? NetworkPlace.read(Xml.parse(net.xml())) : networkPlace;
                        networkPlace = place;
                        return new HostFacts.Network(
                                network, place.bridge(), place.cidr(), active, active ? leases(net) : 0);
                    }
                })
                .toList();
    }

    private static int leases(Network net) {
        try {
            return net.leases().size();
        } catch (LibvirtException failure) {
            // Not every driver of libvirt knows; none is as good as unknown here, it is only shown.
            if (failure.isUnsupported()) {
                return 0;
            }
            throw failure;
        }
    }

    @Override
    public LibvirtDisks disks() {
        return disks;
    }

    @Override
    public LibvirtDomains domains() {
        return domains;
    }

    @Override
    public Layers layers() {
        return layers;
    }

    @Override
    public LibvirtMoves moves() {
        return moves;
    }

    @Override
    public GuestLines guests() {
        return guests;
    }

    @Override
    public Appliances appliances() {
        return appliances;
    }
}
