package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("guest")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemStorageTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final Connection connection = Connection.open("qemu:///system");
    private final TestPool storage = new TestPool(connection);
    private final StoragePool pool = storage.pool();

    @AfterAll
    void cleanUp() {
        storage.close();
        assertThat(connection.openHandles()).isZero();
        connection.close();
    }

    @Test
    void givesBackWhatWasUploaded() throws IOException {
        var bytes = randomBytes(8 * MEBIBYTE + 12_345);
        try (var volume = storage.raw("uploaded", bytes.length)) {
            try (var upload = volume.upload(0, bytes.length, false)) {
                assertThat(upload.write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
                upload.finish();
            }
            assertThat(Files.readAllBytes(storage.directory().resolve("uploaded")))
                    .isEqualTo(bytes);

            try (var download = volume.download(0, 0, false);
                    var input = Channels.newInputStream(download)) {
                assertThat(input.readAllBytes()).isEqualTo(bytes);
                download.finish();
            }
            try (var part = volume.download(1_000_000, 500_000, false);
                    var input = Channels.newInputStream(part)) {
                assertThat(input.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 1_000_000, 1_500_000));
                part.finish();
            }
        }
    }

    @Test
    void keepsHolesApartFromData() throws IOException {
        var first = randomBytes(MEBIBYTE);
        var last = randomBytes(64 * 1024);
        long hole = 62L * MEBIBYTE;
        long size = first.length + hole + last.length;
        try (var volume = storage.raw("sparse", size)) {
            try (var upload = volume.upload(0, 0, true)) {
                upload.write(ByteBuffer.wrap(first));
                upload.writeHole(hole);
                upload.write(ByteBuffer.wrap(last));
                upload.finish();
            }
            assertThat(volume.info().allocationBytes()).isLessThan(4L * MEBIBYTE);

            var holes = new AtomicLong();
            var data = new ByteArrayOutputStream();
            try (var download = volume.download(0, 0, true)) {
                download.drainTo(new DownloadStream.Sink() {
                    @Override
                    public void data(ByteBuffer bytes) throws IOException {
                        var copy = new byte[bytes.remaining()];
                        bytes.get(copy);
                        data.write(copy);
                    }

                    @Override
                    public void hole(long length) {
                        holes.addAndGet(length);
                    }
                });
            }
            assertThat(holes).hasValue(hole);
            assertThat(data.toByteArray()).startsWith(first).endsWith(last).hasSize(first.length + last.length);

            try (var download = volume.download(first.length, 4096, true)) {
                var zeros = ByteBuffer.allocate(4096);
                while (zeros.hasRemaining() && download.read(zeros) >= 0) {
                    assertThat(zeros.position()).isPositive();
                }
                assertThat(zeros.array()).isEqualTo(new byte[4096]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16 * MEBIBYTE, 16 * MEBIBYTE + 1, 48 * MEBIBYTE})
    void readsFilesOfAnySizeInWindows(int size) throws IOException {
        var bytes = randomBytes(size);
        Files.write(storage.directory().resolve("window-" + size), bytes);
        pool.refresh();
        try (var volume = pool.findVolume("window-" + size).orElseThrow()) {
            for (boolean holes : new boolean[] {false, true}) {
                try (var download = volume.download(0, 0, holes)) {
                    assertThat(Arrays.equals(Channels.newInputStream(download).readAllBytes(), bytes))
                            .isTrue();
                    download.finish();
                }
            }
        }
    }

    @Test
    void tellsWhenADownloadWasNotReadToItsEnd() {
        try (var volume = storage.raw("unread", MEBIBYTE);
                var download = volume.download(0, 0, false)) {
            assertThat(download.read(ByteBuffer.allocate(10))).isEqualTo(10);
            assertThat(catchThrowableOfType(LibvirtException.class, download::finish))
                    .hasMessageContaining("not read to its end");
        }
    }

    @Test
    void movesDataInOneDirectionOnly() {
        try (var volume = storage.raw("one-way", MEBIBYTE);
                var upload = volume.upload(0, 0, false);
                var download = volume.download(0, 0, false)) {
            assertThat(catchThrowableOfType(
                            NonReadableChannelException.class, () -> upload.read(ByteBuffer.allocate(1))))
                    .isNotNull();
            assertThat(catchThrowableOfType(
                            NonWritableChannelException.class, () -> download.write(ByteBuffer.allocate(1))))
                    .isNotNull();
        }
    }

    @Test
    void makesLayersAndCopies() {
        try (var base = storage.qcow2("base", 32L * MEBIBYTE);
                var layer = storage.overlay("layer", base);
                var copy = pool.createVolumeFrom(TestPool.xml("copy", 32L * MEBIBYTE, "qcow2", ""), layer)) {
            assertThat(layer.xml()).contains("<backingStore>").contains(base.path());
            assertThat(copy.xml()).doesNotContain(base.path());
            assertThat(copy.info())
                    .satisfies(info -> assertThat(info.type()).isEqualTo(VolumeInfo.Type.FILE))
                    .satisfies(info -> assertThat(info.capacityBytes()).isEqualTo(32L * MEBIBYTE));

            copy.resize(48L * MEBIBYTE);
            assertThat(copy.info().capacityBytes()).isEqualTo(48L * MEBIBYTE);
            assertThat(catchThrowableOfType(LibvirtException.class, () -> copy.resize(MEBIBYTE))
                            .getMessage())
                    .contains("shrink");
        }
    }

    @Test
    void tellsWhyAVolumeIsNotToBeHad() {
        try (var volume = storage.raw("only-one", 4096)) {
            var again = catchThrowableOfType(LibvirtException.class, () -> storage.raw("only-one", 4096));
            assertThat(again.isAlreadyThere()).isTrue();

            volume.delete();
            assertThat(pool.findVolume("only-one")).isEmpty();
            assertThat(catchThrowableOfType(LibvirtException.class, volume::info)
                            .isNoVolume())
                    .isTrue();
        }
    }

    @Test
    void findsWhatOthersPutThere() throws IOException {
        Files.write(storage.directory().resolve("from-others"), new byte[1024]);
        assertThat(pool.findVolume("from-others")).isEmpty();
        pool.refresh();
        try (var found = pool.findVolume("from-others").orElseThrow()) {
            assertThat(found.path()).isEqualTo(storage.directory() + "/from-others");
        }
        assertThat(pool.info().availableBytes()).isPositive();
    }

    @Test
    void abortsATransferThatIsClosedUnfinished() {
        try (var volume = storage.raw("aborted", 64L * MEBIBYTE)) {
            var upload = volume.upload(0, 0, false);
            upload.write(ByteBuffer.allocate(MEBIBYTE));
            upload.close();
            upload.close();
            assertThat(upload.isOpen()).isFalse();
            assertThat(catchThrowableOfType(LibvirtException.class, () -> upload.write(ByteBuffer.allocate(1)))
                            .isClosed())
                    .isTrue();

            var download = volume.download(0, 0, false);
            assertThat(download.read(ByteBuffer.allocate(10))).isEqualTo(10);
            download.close();
            volume.delete();
        }
        assertThat(connection.isAlive()).isTrue();
    }

    @Test
    void stopsATransferWhenItsThreadIsInterrupted() throws Exception {
        try (var volume = storage.raw("interrupted", 512L * MEBIBYTE)) {
            var failure = new CompletableFuture<LibvirtException>();
            var begun = new CompletableFuture<Boolean>();
            var reader = Thread.ofVirtual().start(() -> {
                try (var download = volume.download(0, 0, false)) {
                    var buffer = ByteBuffer.allocate(4096);
                    while (download.read(buffer) >= 0) {
                        buffer.clear();
                        begun.complete(true);
                    }
                } catch (LibvirtException e) {
                    failure.complete(e);
                }
            });
            begun.join();
            reader.interrupt();
            reader.join();
            assertThat(failure.join().isInterrupted()).isTrue();
        }
        assertThat(connection.isAlive()).isTrue();
    }

    @Test
    void letsGoOfATransferThatPassesItsDeadline() {
        try (var volume = storage.raw("late", MEBIBYTE);
                var download = volume.download(0, 0, false)) {
            var failure = catchThrowableOfType(
                    LibvirtException.class,
                    () -> Deadline.within(Duration.ZERO, () -> download.read(ByteBuffer.allocate(1))));
            assertThat(failure.isTimeout()).isTrue();
        }
    }

    @Test
    void goesOnWithManyTransfersAtOnce() throws Exception {
        var bytes = randomBytes(2 * MEBIBYTE);
        var failures = new ArrayList<Throwable>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 20; i++) {
            var name = "many-" + i;
            threads.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((_, e) -> {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    })
                    .start(() -> roundTrip(name, bytes)));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private void roundTrip(String name, byte[] bytes) {
        try (var volume = storage.raw(name, bytes.length)) {
            try (var upload = volume.upload(0, 0, false)) {
                upload.write(ByteBuffer.wrap(bytes));
                upload.finish();
            }
            var back = ByteBuffer.allocate(bytes.length);
            try (var download = volume.download(0, 0, false)) {
                while (back.hasRemaining() && download.read(back) >= 0) {
                    assertThat(back.position()).isPositive();
                }
                assertThat(download.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                download.finish();
            }
            assertThat(back.array()).isEqualTo(bytes);
        }
    }

    private static byte[] randomBytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
