package io.pando.libvirt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real storage pool in a directory of its own, which is deleted with all that is in it. */
final class TestPool implements AutoCloseable {
    private static final Path PARENT = Path.of("/var/lib/libvirt/images");

    private final StoragePool pool;
    private final Path directory;

    TestPool(Connection connection) {
        var name = Domains.newName();
        directory = PARENT.resolve(name);
        pool = connection.definePool("<pool type='dir'><name>" + name + "</name><target><path>" + directory
                + "</path><permissions><mode>0711</mode></permissions></target></pool>");
        pool.build();
        pool.start();
    }

    StoragePool pool() {
        return pool;
    }

    Path directory() {
        return directory;
    }

    Volume raw(String name, long bytes) {
        return pool.createVolume(xml(name, bytes, "raw", ""));
    }

    Volume qcow2(String name, long bytes) {
        return pool.createVolume(xml(name, bytes, "qcow2", ""));
    }

    Volume overlay(String name, Volume base) {
        return pool.createVolume(xml(
                name,
                base.info().capacityBytes(),
                "qcow2",
                "<backingStore><path>" + base.path() + "</path><format type='qcow2'/></backingStore>"));
    }

    static String xml(String name, long bytes, String format, String backing) {
        return """
                <volume><name>%s</name><capacity unit='bytes'>%d</capacity><allocation>0</allocation>
                  <target><format type='%s'/></target>%s</volume>""".formatted(name, bytes, format, backing);
    }

    /** A volume with the bytes of a file. */
    Volume upload(String name, Path file, String format) throws IOException {
        var volume = pool.createVolume(xml(name, Files.size(file), format, ""));
        try (var source = FileChannel.open(file);
                var target = volume.upload(0, 0, false)) {
            var buffer = ByteBuffer.allocateDirect(TransferStream.CHUNK);
            while (source.read(buffer) >= 0) {
                target.write(buffer.flip());
                buffer.clear();
            }
            target.finish();
        }
        pool.refresh();
        return volume;
    }

    @Override
    public void close() {
        try (pool) {
            pool.refresh();
            try (var volumes = pool.volumes()) {
                volumes.forEach(Volume::delete);
            }
            pool.stop();
            pool.undefine();
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
