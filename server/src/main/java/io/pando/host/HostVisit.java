package io.pando.host;

import io.pando.libvirt.Connection;
import io.pando.libvirt.ConnectionSettings;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.Network;
import io.pando.libvirt.NodeInfo;
import io.pando.libvirt.StoragePool;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A short connection to a computer that may become a host, to see what it is. Changes nothing there. */
sealed interface HostVisit {
    /** Somebody waits for the answer. */
    ConnectionSettings BRIEFLY = ConnectionSettings.DEFAULT.withThreads(1).withCallLimit(Duration.ofSeconds(15));

    /**
     * It answers.
     *
     * @param uuid what tells the computer apart from others; null where its driver has none
     */
    record Answered(
            String hostName,
            @Nullable String uuid,
            String architecture,
            int processors,
            long memoryBytes,
            String hypervisor,
            String libvirt,
            boolean poolThere,
            long poolAvailable,
            boolean networkThere)
            implements HostVisit {}

    /** It does not. */
    record Silent(ConnectionFailure why, LibvirtException cause) implements HostVisit {}

    /**
     * Connects, looks, and hangs up.
     *
     * @param address what libvirt is called with
     */
    static HostVisit to(String address, HostRecord.Resources resources) {
        try (Connection connection = Connection.open(address, BRIEFLY)) {
            NodeInfo node = connection.nodeInfo();
            Optional<StoragePool> pool = connection.findPool(resources.pool());
            Optional<Network> network = connection.findNetwork(resources.network());
            try {
                return new Answered(
                        connection.hostName(),
                        Xml.parse(connection.capabilitiesXml())
                                .find("host", "uuid")
                                .map(Xml::content)
                                .orElse(null),
                        node.model(),
                        node.cpus(),
                        node.memoryBytes(),
                        LibvirtHypervisor.product(connection),
                        connection.libvirtVersion(),
                        pool.isPresent(),
                        pool.map(found -> found.info().availableBytes()).orElse(0L),
                        network.isPresent());
            } finally {
                pool.ifPresent(StoragePool::close);
                network.ifPresent(Network::close);
            }
        } catch (LibvirtException failure) {
            return new Silent(ConnectionFailure.of(failure), failure);
        }
    }
}
