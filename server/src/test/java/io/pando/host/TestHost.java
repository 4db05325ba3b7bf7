package io.pando.host;

import io.pando.api.Host;
import io.pando.libvirt.Connection;
import io.pando.libvirt.Domain;
import io.pando.libvirt.HandleList;
import io.pando.libvirt.StoragePool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** This machine's libvirt as the only host, with a pool of a test's own. Closing it removes the pool and what is in it. */
public final class TestHost implements Hosts, AutoCloseable {
    public static final String ID = "this-machine";

    private final String name;
    private final Path folder;
    private final Connection connection;
    private final LibvirtHypervisor hypervisor;

    private final boolean owned;

    private TestHost(String name, Path folder, boolean owned) {
        this.name = name;
        this.folder = folder;
        this.owned = owned;
        this.connection = Connection.open("qemu:///system");
        this.hypervisor = new LibvirtHypervisor(
                connection,
                () -> new DomainXml.Place(name, false, "default"),
                "default",
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
