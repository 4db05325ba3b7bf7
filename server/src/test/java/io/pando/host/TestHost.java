package io.pando.host;

import io.pando.api.Host;
import io.pando.libvirt.Connection;
import io.pando.libvirt.Domain;
import io.pando.libvirt.HandleList;
import io.pando.libvirt.Network;
import io.pando.libvirt.StoragePool;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** This machine's libvirt as the only host, with a pool of a test's own. Closing it removes the pool and what is in it. */
public final class TestHost implements Hosts, AutoCloseable {
    public static final String ID = "this-machine";

    private final String name;
    private final Path folder;
    private final Connection connection;
    private final LibvirtHypervisor hypervisor;

    private final boolean owned;

    private final @Nullable String subnet;

    private TestHost(String name, Path folder, boolean owned) {
        this(name, folder, owned, null);
    }

    private TestHost(String name, Path folder, boolean owned, @Nullable String subnet) {
        this.subnet = subnet;
        this.name = name;
        this.folder = folder;
        this.owned = owned;
        this.connection = Connection.open("qemu:///system");
        this.hypervisor = new LibvirtHypervisor(
                connection,
                () -> new DomainXml.Place(name, false, network()),
                network(),
                name,
                new LibvirtMoves.Way(null, false));
    }

    /**
     * Connects, and makes the pool.
     *
     * @param instance name of the installation; the pool is called like it
     */
    public static TestHost open(String instance) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("/var/lib/libvirt/images"), instance + "-");
        // QEMU's user has to get to the disks.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        TestHost host = new TestHost(instance, folder, true);
        // A run that was killed leaves its pool.
        host.connection.findPool(instance).ifPresent(TestHost::remove);
        Xml pool = Xml.document("pool").attribute("type", "dir");
        pool.child("name").text(instance);
        pool.child("target").child("path").text(folder);
        try (StoragePool defined = host.connection.definePool(pool.toString())) {
            defined.start();
        }
        return host;
    }

    /** The same with a network of its own, which leads to this machine: see {@link #gateway}. */
    public static TestHost withNetwork(String instance) throws IOException {
        TestHost host = open(instance);
        String subnet = freeSubnet();
        host.connection.findNetwork(instance).ifPresent(TestHost::remove);
        Xml network = Xml.document("network");
        network.child("name").text(instance);
        // Routed, so that guests are told of a gateway; nothing else of this machine is changed for it.
        network.child("forward").attribute("mode", "route");
        network.child("bridge").attribute("stp", "off").attribute("delay", "0");
        network.child("ip")
                .attribute("address", subnet + "1")
                .attribute("netmask", "255.255.255.0")
                .child("dhcp")
                .child("range")
                .attribute("start", subnet + "2")
                .attribute("end", subnet + "250");
        try (Network made = host.connection.defineNetwork(network.toString())) {
            made.start();
        }
        host.connection.close();
        return new TestHost(instance, host.folder, true, subnet);
    }

    private static String freeSubnet() throws IOException {
        for (int third = 221; third < 255; third++) {
            String subnet = "10.213.%d.".formatted(third);
            boolean taken = NetworkInterface.networkInterfaces()
                    .flatMap(card -> card.getInterfaceAddresses().stream())
                    .anyMatch(address -> address.getAddress().getHostAddress().startsWith(subnet));
            if (!taken) {
                return subnet;
            }
        }
        throw new IOException("No range 10.213.x.0/24 is free");
    }

    /** This machine's address in the network. */
    public String gateway() {
        return subnet + "1";
    }

    private String network() {
        return subnet == null ? "default" : name;
    }

    private static void remove(Network left) {
        try (Network network = left) {
            if (network.isActive()) {
                network.stop();
            }
            network.undefine();
        }
    }

    /** The same host by another connection. */
    public TestHost again() {
        return new TestHost(name, folder, false);
    }

    /** Where the pool's files are. */
    public Path folder() {
        return folder;
    }

    /** Names of the domains on the host that begin with the installation's name. */
    public List<String> domains() {
        try (HandleList<Domain> domains = connection.domains()) {
            return domains.stream()
                    .map(Domain::name)
                    .filter(domain -> domain.startsWith(name + "."))
                    .toList();
        }
    }

    /** Pulls a domain's plug behind Pando's back. */
    public void destroy(UUID uuid) {
        try (Domain domain = connection.findDomain(uuid).orElseThrow()) {
            domain.destroy();
        }
    }

    @Override
    public Hypervisor hypervisor(String hostId) {
        return hypervisor;
    }

    @Override
    public Optional<Host> find(String hostId) {
        return Optional.empty();
    }

    @Override
    public Optional<Standing> standing(String hostId) {
        return Optional.of(new Standing(name, Host.State.ONLINE));
    }

    @Override
    public List<Host> all() {
        return List.of();
    }

    @Override
    public Host home() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            if (owned) {
                removePool();
                if (subnet != null) {
                    connection.findNetwork(name).ifPresent(TestHost::remove);
                }
            }
        }
    }

    private void removePool() throws IOException {
        remove(connection.findPool(name).orElseThrow());
        FileSystemUtils.deleteRecursively(folder);
    }

    private static void remove(StoragePool left) {
        try (StoragePool pool = left) {
            pool.stop();
            pool.undefine();
        }
    }
}
