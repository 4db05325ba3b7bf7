package io.pando.host;

import io.pando.libvirt.Connection;
import io.pando.libvirt.Domain;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.StartMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Appliances by libvirt, as transient domains. Touches only what carries this installation's mark in its metadata. */
final class LibvirtAppliances implements Appliances {
    /** By everybody, so that appliances that start and end at the same time do not take the file from each other. Nothing in it is secret. */
    private static final String READABLE = "0644";

    private final Connection connection;
    private final Supplier<DomainXml.Place> place;
    private final LibvirtDisks disks;

    /** One at a time brings files to the host: whoever waits needs the same ones. */
    private final ReentrantLock providing = new ReentrantLock();

    /** Files whose bytes were compared. Guarded by the lock. */
    private final Set<String> provided = new HashSet<>();

    LibvirtAppliances(Connection connection, Supplier<DomainXml.Place> place, LibvirtDisks disks) {
        this.connection = connection;
        this.place = place;
        this.disks = disks;
    }

    @Override
    public void provide(String name, Path file, String sha256) {
        providing.lock();
        try {
            // A copy that was interrupted looks whole to the pool: only its bytes tell.
            if (provided.contains(name) && disks.find(name).isPresent()) {
                return;
            }
            provided.remove(name);
            if (!disks.sha256(name, read -> {}).equals(Optional.of(sha256))) {
                upload(name, file);
                if (!disks.sha256(name, read -> {}).equals(Optional.of(sha256))) {
                    throw new HostException(
                            HostException.Reason.REFUSED,
                            "The file %s did not reach the host's pool as it was.".formatted(file.getFileName()),
                            null);
                }
            }
            provided.add(name);
        } finally {
            providing.unlock();
        }
    }

    private void upload(String name, Path file) {
        try (FileChannel content = FileChannel.open(file)) {
            disks.upload(name, content, READABLE, copied -> {});
        } catch (IOException unreadable) {
            throw new HostException(
                    HostException.Reason.REFUSED,
                    "The file %s cannot be read.".formatted(file.getFileName()),
                    unreadable);
        }
    }

    @Override
    public void start(ApplianceSpecification wanted) {
        String folder = disks.path("");
        String xml = ApplianceXml.write(wanted, place.get(), volume -> folder + volume);
        LibvirtCalls.run(
                "start " + wanted.name(),
                () -> connection.createTransientDomain(xml, StartMode.RUNNING).close());
    }

    @Override
    public GuestLines.SerialLine open(UUID uuid) {
        return LibvirtCalls.call("open the line into an appliance", () -> {
            try (Domain domain = connection
                    .findDomain(uuid)
                    .orElseThrow(() ->
                            new HostException(HostException.Reason.ABSENT, "The appliance has ended already.", null))) {
                return new LibvirtGuestLines.Line(domain.openChannel(LINE, false), "the line into an appliance");
            }
        });
    }

    @Override
    public boolean exists(UUID uuid) {
        return LibvirtCalls.call("look at an appliance", () -> {
            Optional<Domain> found = connection.findDomain(uuid);
            found.ifPresent(Domain::close);
            return found.isPresent();
        });
    }

    @Override
    public void remove(UUID uuid) {
        LibvirtCalls.run(
                "cut an appliance's power",
                () -> connection.findDomain(uuid).ifPresent(found -> {
                    try (Domain domain = found) {
                        if (isOurs(domain)) {
                            domain.destroy();
                        }
                    } catch (LibvirtException ended) {
                        // It has just switched itself off.
                        if (!ended.isNoDomain() && !ended.isInvalidState()) {
                            throw ended;
                        }
                    }
                }));
    }

    private boolean isOurs(Domain domain) {
        return domain.metadata(ApplianceXml.NAMESPACE)
                .map(Xml::parse)
                .filter(mark -> place.get().instance().equals(mark.get("instance")))
                .isPresent();
    }
}
