package io.pando.host;

import io.pando.libvirt.Connection;
import io.pando.libvirt.CpuTimes;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.Network;
import io.pando.libvirt.NodeInfo;
import io.pando.libvirt.PoolInfo;
import io.pando.libvirt.StoragePool;
import java.util.List;
import java.util.function.Supplier;

/** A host by one libvirt connection. Lives as long as the connection does. */
final class LibvirtHypervisor implements Hypervisor {
    private final Connection connection;
    private final String pool;
    private final String network;
    private final LibvirtDisks disks;
    private final LibvirtDomains domains;
    private final LibvirtLayers layers;
    private final LibvirtGuestLines guests;
    private final LibvirtAppliances appliances;

    LibvirtHypervisor(Connection connection, Supplier<DomainXml.Place> place, String network, String pool) {
        this.connection = connection;
        this.pool = pool;
        this.network = network;
        this.disks = new LibvirtDisks(connection, pool);
        this.domains = new LibvirtDomains(connection, place, disks);
        this.layers = new LibvirtLayers(connection, disks);
        this.guests = new LibvirtGuestLines(connection);
        this.appliances = new LibvirtAppliances(connection, place, disks);
    }

    @Override
    public HostFacts facts() {
        return LibvirtCalls.call("be looked at", () -> {
            NodeInfo node = connection.nodeInfo();
            CpuTimes times = connection.cpuTimes();
            return new HostFacts(
                    connection.hostName(),
                    node.model(),
                    "QEMU " + connection.hypervisorVersion(),
                    connection.libvirtVersion(),
                    processorModel(),
                    node.cpus(),
                    node.memoryBytes(),
                    connection.freeMemory(),
                    times.userNanos() + times.kernelNanos(),
                    times.idleNanos() + times.ioWaitNanos(),
                    pools(),
                    networks());
        });
    }

    private String processorModel() {
        Xml capabilities = Xml.parse(connection.capabilitiesXml());
        return capabilities.find("host", "cpu", "model").map(Xml::content).orElse("unknown");
    }

    private List<HostFacts.Pool> pools() {
        return connection.findPool(pool).stream()
                .map(found -> {
                    try (StoragePool storage = found) {
                        PoolInfo info = storage.info();
                        Xml xml = Xml.parse(storage.xml());
                        return new HostFacts.Pool(
                                pool,
                                xml.get("type"),
                                xml.find("target", "path").map(Xml::content).orElse(null),
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
                        Xml xml = Xml.parse(net.xml());
                        return new HostFacts.Network(
                                network,
                                // Networks that hand out a device of the host directly have none.
                                xml.find("bridge")
                                        .map(bridge -> bridge.get("name"))
                                        .filter(name -> !name.isEmpty())
                                        .orElse(null),
                                xml.find("ip")
                                        .map(Subnet::of)
                                        .map(Subnet::toString)
                                        .orElse(null),
                                active,
                                active ? leases(net) : 0);
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
    public Disks disks() {
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
    public GuestLines guests() {
        return guests;
    }

    @Override
    public Appliances appliances() {
        return appliances;
    }
}
