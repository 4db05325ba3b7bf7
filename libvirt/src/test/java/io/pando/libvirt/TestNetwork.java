package io.pando.libvirt;

import java.util.concurrent.atomic.AtomicInteger;

/** A real network without a way out, which is removed at the end. */
final class TestNetwork implements AutoCloseable {
    /** Test runs at the same time use different addresses, most probably. */
    private static final AtomicInteger LAST =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 7 % 256));

    private final Network network;
    private final String prefix;

    TestNetwork(Connection connection) {
        prefix = "10.213." + LAST.updateAndGet(last -> (last + 1) % 256);
        network = connection.defineNetwork("""
                <network><name>%1$s</name><bridge stp='off' delay='0'/>
                  <ip address='%2$s.1' netmask='255.255.255.0'>
                    <dhcp><range start='%2$s.100' end='%2$s.200'/></dhcp>
                  </ip>
                </network>""".formatted(Domains.newName(), prefix));
        try {
            network.start();
        } catch (LibvirtException e) {
            network.undefine();
            throw e;
        }
    }

    /** The address of a host in it, 2 to 99 being free. */
    String address(int host) {
        return prefix + "." + host;
    }

    Network network() {
        return network;
    }

    @Override
    public void close() {
        try (network) {
            network.stop();
            network.undefine();
        }
    }
}
