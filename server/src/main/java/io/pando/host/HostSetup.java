package io.pando.host;

import io.pando.libvirt.Connection;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.Network;
import io.pando.libvirt.PoolInfo;
import io.pando.libvirt.StoragePool;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the pool and the network that Pando needs where a host does not have them. May be repeated. */
final class HostSetup {
    private static final Logger log = LoggerFactory.getLogger(HostSetup.class);

    private static final String DNSMASQ = "http://libvirt.org/schemas/network/dnsmasq/1.0";

    private final HostRecord.Resources settings;

    HostSetup(HostRecord.Resources settings) {
        this.settings = settings;
    }

    void prepare(Connection connection) {
        LibvirtCalls.run("prepare its pool", () -> pool(connection));
        LibvirtCalls.run("prepare its network", () -> network(connection));
    }

    private void pool(Connection connection) {
        try (StoragePool pool = connection.findPool(settings.pool()).orElseGet(() -> definePool(connection))) {
            if (pool.info().state() != PoolInfo.State.RUNNING) {
                pool.build();
                pool.start();
            }
        }
    }

    private StoragePool definePool(Connection connection) {
        log.info("Making the pool {} in {}", settings.pool(), settings.poolPath());
        Xml pool = Xml.document("pool").attribute("type", "dir");
        pool.child("name").text(settings.pool());
        Xml target = pool.child("target");
        target.child("path").text(settings.poolPath());
        // QEMU's user must reach the disks by name and needs no list of them.
        target.child("permissions").child("mode").text("0711");
        return connection.definePool(pool.toString());
    }

    private void network(Connection connection) {
        try (Network network = connection.findNetwork(settings.network()).orElseGet(() -> defineNetwork(connection))) {
            if (!network.isActive()) {
                start(network);
            }
        }
    }

    private static void start(Network network) {
        try {
            network.start();
        } catch (LibvirtException startedMeanwhile) {
            if (!network.isActive()) {
                throw startedMeanwhile;
            }
        }
    }

    private Network defineNetwork(Connection connection) {
        Subnet subnet = Subnet.parse(settings.networkCidr());
        log.info("Making the network {} with {}", settings.network(), subnet);
        Xml network = Xml.document("network");
        network.child("name").text(settings.network());
        network.child("forward").attribute("mode", "nat");
        // Without spanning tree the first lease comes at once; there is only one bridge, so there can be no loop.
        network.child("bridge").attribute("stp", "off").attribute("delay", "0");
        Xml ip = network.child("ip").attribute("address", subnet.address(1)).attribute("netmask", subnet.netmask());
        Xml range = ip.child("dhcp")
                .child("range")
                .attribute("start", subnet.address(2))
                .attribute("end", subnet.last());
        // The shortest that dnsmasq knows: nothing can hand a lease back for a machine that was deleted or whose power
        // was cut, so it
        // has to run out by itself before the address is free again.
        range.child("lease").attribute("expiry", 2).attribute("unit", "minutes");
        // Without asking every fresh address whether somebody has it, which takes three seconds: nobody else hands
        // addresses out here.
        Xml options = network.child(DNSMASQ, "dnsmasq:options");
        for (String option : List.of("no-ping", "dhcp-authoritative")) {
            options.child(DNSMASQ, "dnsmasq:option").attribute("value", option);
        }
        return connection.defineNetwork(network.toString());
    }
}
