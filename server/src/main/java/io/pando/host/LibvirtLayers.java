package io.pando.host;

import io.pando.libvirt.BlockDevice;
import io.pando.libvirt.BlockJob;
import io.pando.libvirt.Connection;
import io.pando.libvirt.Domain;
import io.pando.libvirt.ErrorCode;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.StartMode;
import io.pando.libvirt.XmlFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Layers by libvirt: external snapshots of which libvirt keeps no record, and commits. */
final class LibvirtLayers implements Layers {
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final int MOST_BEGINNINGS = 3;

    private final Connection connection;
    private final LibvirtDisks disks;

    LibvirtLayers(Connection connection, LibvirtDisks disks) {
        this.connection = connection;
        this.disks = disks;
    }

    @Override
    public Map<String, String> written(UUID uuid) {
        return LibvirtCalls.call(
                "look at the machine's disks",
                () -> connection
                        .findDomain(uuid)
                        .map(found -> {
                            try (Domain domain = found) {
                                return written(domain);
                            }
                        })
                        .orElse(Map.of()));
    }

    private static Map<String, String> written(Domain domain) {
        Map<String, String> written = new LinkedHashMap<>();
        for (Xml disk : disks(description(domain))) {
            source(disk).ifPresent(volume -> written.put(target(disk), volume));
        }
        return written;
    }

    private static Xml description(Domain domain) {
        return Xml.parse(domain.state().isActive() ? domain.xml() : domain.xml(XmlFlag.INACTIVE));
    }

    private static List<Xml> disks(Xml description) {
        return description.children("devices").stream()
                .flatMap(devices -> devices.children("disk").stream())
                .filter(disk -> disk.get("device").equals("disk"))
                .toList();
    }

    private static String target(Xml disk) {
        return disk.find("target").map(target -> target.get("dev")).orElse("");
    }

    private static Optional<String> source(Xml disk) {
        return disk.children("source").stream()
                .map(source -> source.get("file"))
                .filter(file -> !file.isEmpty())
                .map(file -> Path.of(file).getFileName().toString())
                .findFirst();
    }

    @Override
    public void freeze(UUID uuid, Map<String, String> layers, @Nullable String memory, boolean quiesce) {
        with(uuid, "freeze the machine's disks", domain -> {
            Xml snapshot = Xml.document("domainsnapshot");
            if (memory != null) {
                snapshot.child("memory").attribute("snapshot", "external").attribute("file", disks.path(memory));
            }
            Xml wanted = snapshot.child("disks");
            for (Xml disk :
                    Xml.parse(domain.xml()).children("devices").getFirst().children("disk")) {
                String layer = disk.get("device").equals("disk") ? layers.get(target(disk)) : null;
                Xml part = wanted.child("disk").attribute("name", target(disk));
                if (layer == null) {
                    part.attribute("snapshot", "no");
                } else {
                    // Left by an attempt that was cut short: the domain does not write to it, or this would not be
                    // asked for again.
                    disks.delete(layer);
                    part.attribute("snapshot", "external").attribute("type", "file");
                    part.child("driver").attribute("type", "qcow2");
                    part.child("source").attribute("file", disks.path(layer));
                }
            }
            if (memory == null) {
                domain.snapshotDisks(snapshot.toString(), quiesce);
            } else {
                domain.snapshotWithMemory(snapshot.toString());
            }
            return true;
        });
        disks.refresh();
    }

    @Override
    public void resume(UUID uuid, String memory, Map<String, String> layers, @Nullable String disc) {
        with(uuid, "go on from the memory that was kept", domain -> {
            if (domain.state().isActive()) {
                return true;
            }
            String file = disks.path(memory);
            Xml saved = Xml.parse(connection.savedXml(file));
            // libvirt takes a memory back only under the name that it was kept under.
            String name = saved.find("name").map(Xml::content).orElseGet(domain::name);
            if (!domain.name().equals(name)) {
                domain.rename(name);
            }
            for (Xml disk : disks(saved)) {
                String layer = layers.get(target(disk));
                if (layer != null) {
                    disk.find("source").ifPresent(source -> source.attribute("file", disks.path(layer)));
                    // The chain below is another one now: libvirt reads it from the layers themselves.
                    disk.children("backingStore").forEach(disk::remove);
                }
            }
            for (Xml drive : saved.children("devices").getFirst().children("disk")) {
                if (drive.get("device").equals("cdrom")) {
                    drive.children("source").forEach(drive::remove);
                    if (disc != null) {
                        drive.child("source").attribute("file", disks.path(disc));
                    }
                }
            }
            connection.restore(file, saved.toString());
            return true;
        });
    }

    @Override
    public void startHalted(UUID uuid) {
        with(uuid, "start the machine for work on its disks", domain -> {
            if (!domain.state().isActive()) {
                domain.start(StartMode.PAUSED);
            }
            return true;
        });
    }

    @Override
    public void merge(UUID uuid, String target, String layer, String below, DoubleConsumer progress)
            throws InterruptedException {
        int begun = 0;
        while (true) {
            Merging now = with(uuid, "merge layers of " + target, domain -> look(domain, target, layer));
            switch (now) {
                case Merging.Done done -> {
                    disks.refresh();
                    return;
                }
                case Merging.Idle idle -> {
                    if (++begun > MOST_BEGINNINGS) {
                        throw new HostException(
                                HostException.Reason.REFUSED,
                                "The host began to merge layers of %s, but did not come to an end.".formatted(target),
                                null);
                    }
                    with(uuid, "merge layers of " + target, domain -> {
                        domain.block(target).commit(disks.path(below), idle.topmost() ? null : disks.path(layer), 0);
                        return true;
                    });
                }
                case Merging.Ready ready -> with(uuid, "merge layers of " + target, domain -> pivot(domain, target));
                case Merging.Going going -> progress.accept(going.percent());
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** How far a merge is. */
    private sealed interface Merging {
        /** @param topmost whether the layer is the one that is written to */
        record Idle(boolean topmost) implements Merging {}

        record Going(double percent) implements Merging {}

        /** All is copied; what is still written goes to both. */
        record Ready() implements Merging {}

        record Done() implements Merging {}
    }

    private static Merging look(Domain domain, String target, String layer) {
        if (!domain.state().isActive()) {
            // Only of a domain that is on is it known what its disks consist of.
            throw new HostException(HostException.Reason.BUSY, "The machine went off meanwhile.", null);
        }
        List<String> chain = chain(domain, target);
        if (!chain.contains(layer)) {
            return new Merging.Done();
        }
        Optional<BlockJob> job = domain.block(target).job();
        if (job.isEmpty()) {
            return new Merging.Idle(chain.getFirst().equals(layer));
        }
        boolean ready =
                job.get().type() == BlockJob.Type.ACTIVE_COMMIT && job.get().isReady();
        return ready
                ? new Merging.Ready()
                : new Merging.Going(
                        100.0 * job.get().done() / Math.max(1, job.get().total()));
    }

    private static boolean pivot(Domain domain, String target) {
        BlockDevice disk = domain.block(target);
        try {
            disk.pivot();
        } catch (LibvirtException early) {
            // libvirt hears of it a little later than it can be seen.
            if (early.code() != ErrorCode.BLOCK_COPY_ACTIVE) {
                throw early;
            }
        }
        return true;
    }

    /** Names of a disk's layers, topmost first. */
    private static List<String> chain(Domain domain, String target) {
        List<String> chain = new ArrayList<>();
        Optional<Xml> layer = disks(Xml.parse(domain.xml())).stream()
                .filter(disk -> target(disk).equals(target))
                .findFirst();
        while (layer.isPresent()) {
            source(layer.get()).ifPresent(chain::add);
            layer = layer.get().find("backingStore");
        }
        return chain;
    }

    private <T> T with(UUID uuid, String what, Function<Domain, T> work) {
        return LibvirtCalls.call(what, () -> {
            try (Domain domain = connection
                    .findDomain(uuid)
                    .orElseThrow(() -> new HostException(
                            HostException.Reason.ABSENT, "The host does not know the machine any more.", null))) {
                return work.apply(domain);
            }
        });
    }
}
