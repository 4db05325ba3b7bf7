package io.pando.host;

import io.pando.libvirt.Connection;
import io.pando.libvirt.DownloadStream;
import io.pando.libvirt.HandleList;
import io.pando.libvirt.StoragePool;
import io.pando.libvirt.TransferStream;
import io.pando.libvirt.UploadStream;
import io.pando.libvirt.Volume;
import io.pando.libvirt.VolumeInfo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The disks of a directory pool, as libvirt volumes. */
final class LibvirtDisks implements Disks {
    private static final int PIECE = 256 << 10;

    private final Connection connection;
    private final String poolName;

    LibvirtDisks(Connection connection, String poolName) {
        this.connection = connection;
        this.poolName = poolName;
    }

    @Override
    public void createLinked(String name, String base, long virtualSize) {
        makeOver(base, name, backing -> volume(name, virtualSize));
    }

    @Override
    public void createDraft(String name, String base) {
        makeOver(base, name, backing -> {
            Xml volume = volume(name, backing.info().capacityBytes());
            // Of a cluster that is given back in part, QEMU keeps all.
            volume.find("target")
                    .orElseThrow()
                    .child("clusterSize")
                    .attribute("unit", "KiB")
                    .text(4);
            return volume;
        });
    }

    /** Makes a disk that reads from another one what it has not been written. */
    private void makeOver(String base, String name, Function<Volume, Xml> wanted) {
        inPool("make the disk " + name, pool -> {
            remove(pool, name);
            try (Volume backing = existing(pool, base)) {
                Xml volume = wanted.apply(backing);
                Xml store = volume.child("backingStore");
                store.child("path").text(backing.path());
                store.child("format").attribute("type", "qcow2");
                pool.createVolume(volume.toString()).close();
            }
            return true;
        });
    }

    @Override
    public void createFull(String name, String source, LongConsumer progress) {
        inPool("copy the disk " + source, pool -> {
            remove(pool, name);
            try (Volume original = existing(pool, source);
                    Growth growth = Growth.watch(() -> storedSize(name), progress)) {
                pool.createVolumeFrom(
                                volume(name, original.info().capacityBytes()).toString(), original)
                        .close();
                growth.rethrow();
            }
            return true;
        });
    }

    @Override
    public void createEmpty(String name, long virtualSize) {
        inPool("make the disk " + name, pool -> {
            remove(pool, name);
            pool.createVolume(volume(name, virtualSize).toString()).close();
            return true;
        });
    }

    @Override
    public void grow(String name, long virtualSize) {
        inPool("enlarge the disk " + name, pool -> {
            try (Volume volume = existing(pool, name)) {
                if (volume.info().capacityBytes() < virtualSize) {
                    volume.resize(virtualSize);
                }
            }
            return true;
        });
    }

    @Override
    public void upload(String name, FileChannel content, LongConsumer progress) {
        upload(name, content, "0600", progress);
    }

    /** @param mode permissions, as octal digits */
    void upload(String name, FileChannel content, String mode, LongConsumer progress) {
        inPool("fill the disk " + name, pool -> {
            remove(pool, name);
            try {
                long size = content.size();
                Xml raw = rawVolume(name, size);
                raw.find("target", "permissions", "mode").orElseThrow().text(mode);
                try (Volume volume = pool.createVolume(raw.toString());
                        TransferStream upload = volume.upload(0, size, false)) {
                    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
                    long copied = 0;
                    while (copied < size) {
                        buffer.clear().limit((int) Math.min(PIECE, size - copied));
                        int read = content.read(buffer, copied);
                        if (read < 0) {
                            throw new EOFException("It became shorter meanwhile");
                        }
                        copied += read;
                        upload.write(buffer.flip());
                        progress.accept(copied);
                    }
                    upload.finish();
                }
            } catch (IOException unreadable) {
                throw new HostException(
                        HostException.Reason.REFUSED,
                        "What is to be copied to %s cannot be read any more.".formatted(name),
                        unreadable);
            }
            return true;
        });
    }

    @Override
    public String fetch(Disks source, String name, LongConsumer progress) {
        if (!(source instanceof LibvirtDisks other)) {
            throw new IllegalArgumentException("Both hosts are libvirt's");
        }
        long size = other.fileSize(name)
                .orElseThrow(() -> new HostException(
                        HostException.Reason.ABSENT, "There is no disk %s to be copied.".formatted(name), null));
        String digest = inPool("receive the disk " + name, pool -> {
            remove(pool, name);
            try (Volume volume = pool.createVolume(rawVolume(name, size).toString());
                    UploadStream upload = volume.upload(0, size, true)) {
                String read = other.read(name, upload, progress)
                        .orElseThrow(() -> new HostException(
                                HostException.Reason.ABSENT, "The disk %s is gone.".formatted(name), null));
                upload.finish();
                return read;
            }
        });
        // It was made as plain bytes: now libvirt sees what it is.
        refresh();
        return digest;
    }

    @Override
    public Optional<String> sha256(String name, LongConsumer progress) {
        return read(name, null, progress);
    }

    /** Reads a volume's file, and writes it elsewhere where that is wanted. */
    private Optional<String> read(String name, @Nullable UploadStream target, LongConsumer progress) {
        return inPool(
                "read " + name,
                pool -> pool.findVolume(name).map(found -> {
                    try (Volume volume = found;
                            DownloadStream download = volume.download(0, 0, true)) {
                        Digesting digesting = new Digesting(target, progress);
                        download.drainTo(digesting);
                        return digesting.hexadecimal();
                    } catch (IOException impossible) {
                        throw new IllegalStateException("What only counts does not fail", impossible);
                    }
                }));
    }

    @Override
    public OptionalLong fileSize(String name) {
        return inPool(
                "look at the disk " + name,
                pool -> pool.findVolume(name)
                        .map(found -> {
                            try (Volume volume = found) {
                                Xml xml = Xml.parse(volume.xml());
                                return OptionalLong.of(xml.find("physical")
                                        .map(physical -> Long.parseLong(physical.content()))
                                        .orElseGet(() -> volume.info().capacityBytes()));
                            }
                        })
                        .orElse(OptionalLong.empty()));
    }

    @Override
    public long available() {
        recount();
        return inPool("look at its pool", pool -> pool.info().availableBytes());
    }

    private static Xml volume(String name, long virtualSize) {
        Xml volume = Xml.document("volume");
        volume.child("name").text(name);
        volume.child("capacity").attribute("unit", "bytes").text(virtualSize);
        volume.child("allocation").attribute("unit", "bytes").text(0);
        Xml target = volume.child("target");
        target.child("format").attribute("type", "qcow2");
        target.child("compat").text("1.1");
        target.child("permissions").child("mode").text("0600");
        return volume;
    }

    /** For plain bytes, whatever they mean. */
    private static Xml rawVolume(String name, long size) {
        Xml volume = volume(name, size);
        volume.find("target", "format").orElseThrow().attribute("type", "raw");
        return volume;
    }

    private long storedSize(String name) {
        return find(name).map(Disk::storedSize).orElse(0L);
    }

    @Override
    public Optional<String> base(String name) {
        return inPool("look at the disk " + name, pool -> {
            try (Volume volume = existing(pool, name)) {
                return Xml.parse(volume.xml())
                        .find("backingStore", "path")
                        .map(Xml::content)
                        .filter(path -> !path.isEmpty())
                        .map(path -> path.substring(path.lastIndexOf('/') + 1));
            }
        });
    }

    @Override
    public Optional<Disk> find(String name) {
        return inPool(
                "look at the disk " + name,
                pool -> pool.findVolume(name).map(found -> {
                    try (Volume volume = found) {
                        return disk(volume);
                    }
                }));
    }

    @Override
    public List<Disk> list() {
        return inPool("list its disks", pool -> {
            try (HandleList<Volume> volumes = pool.volumes()) {
                return volumes.stream().map(LibvirtDisks::disk).toList();
            }
        });
    }

    private static Disk disk(Volume volume) {
        VolumeInfo info = volume.info();
        return new Disk(volume.name(), volume.path(), info.capacityBytes(), info.allocationBytes());
    }

    @Override
    public void delete(String name) {
        inPool("delete the disk " + name, pool -> {
            remove(pool, name);
            return true;
        });
    }

    private static void remove(StoragePool pool, String name) {
        pool.findVolume(name).ifPresent(found -> {
            try (Volume volume = found) {
                volume.delete();
            }
        });
    }

    @Override
    public String path(String name) {
        return inPool(
                "find its pool's folder",
                pool -> Xml.parse(pool.xml())
                                .find("target", "path")
                                .orElseThrow(() -> new HostException(
                                        HostException.Reason.REFUSED,
                                        "The pool %s has no folder.".formatted(poolName),
                                        null))
                                .content()
                        + "/"
                        + name);
    }

    @Override
    public void refresh() {
        inPool("refresh its pool", pool -> {
            pool.refresh();
            return true;
        });
    }

    /** Has the host count anew what the pool's files take. One that is busy with them counts the next time. */
    void recount() {
        try {
            refresh();
        } catch (HostException busy) {
            if (busy.reason() == HostException.Reason.UNREACHABLE) {
                throw busy;
            }
        }
    }

    private <T> T inPool(String what, Function<StoragePool, T> work) {
        return LibvirtCalls.call(what, () -> {
            try (StoragePool pool = connection
                    .findPool(poolName)
                    .orElseThrow(() -> new HostException(
                            HostException.Reason.ABSENT, "The host has no pool %s.".formatted(poolName), null))) {
                return work.apply(pool);
            }
        });
    }

    private static Volume existing(StoragePool pool, String name) {
        return pool.findVolume(name)
                .orElseThrow(() -> new HostException(
                        HostException.Reason.ABSENT, "The host's pool has no disk %s.".formatted(name), null));
    }
}
