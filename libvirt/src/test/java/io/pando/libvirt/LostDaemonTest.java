package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that hangs or goes away, by a socket in between. The real daemon never notices. */
@Tag("guest")
@Timeout(120)
class LostDaemonTest {
    private static final ConnectionSettings PATIENT =
            new ConnectionSettings(2, Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofSeconds(30), 5);
    private static final ConnectionSettings WATCHFUL =
            new ConnectionSettings(2, Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofSeconds(1), 1);

    private static final String DISK = "disk.qcow2";

    @TempDir
    Path directory;

    private SocketProxy proxy = SocketProxy.unstarted();

    @BeforeEach
    void start() throws Exception {
        proxy = SocketProxy.start(directory.resolve("proxy.sock"), Path.of("/run/libvirt/libvirt-sock"));
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private String uri() {
        return "qemu+unix:///system?socket=" + directory.resolve("proxy.sock");
    }

    @Test
    void hungDaemonsHoldNoCaller() {
        try (var connection = Connection.open(uri(), PATIENT)) {
            proxy.pause();
            for (int call = 0; call < 5; call++) {
                var failure = catchThrowableOfType(
                        LibvirtException.class, () -> Deadline.within(Duration.ofMillis(100), connection::hostName));
                assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
            }

            proxy.resume();
            assertThat(connection.hostName()).isNotBlank();
            assertThat(connection.isAlive()).isTrue();
        }
    }

    @Test
    void hungDaemonsAreTakenForLost() throws Exception {
        var ends = new LinkedBlockingQueue<CloseReason>();
        try (var connection = Connection.open(uri(), WATCHFUL);
                var _ = connection.onClose(ends::add)) {
            proxy.pause();

            assertThat(Eventually.await(ends, _ -> true)).isEqualTo(CloseReason.KEEPALIVE);
            assertThat(connection.isAlive()).isFalse();
            assertThat(catchThrowableOfType(LibvirtException.class, connection::hostName)
                            .isConnectionLost())
                    .isTrue();
        }
    }

    @Test
    void closedSocketsAreTold() throws Exception {
        var ends = new LinkedBlockingQueue<CloseReason>();
        try (var connection = Connection.open(uri(), PATIENT);
                var _ = connection.onClose(ends::add)) {
            proxy.close();

            assertThat(Eventually.await(ends, _ -> true)).isIn(CloseReason.END_OF_FILE, CloseReason.ERROR);
            assertThat(connection.isAlive()).isFalse();
            assertThat(catchThrowableOfType(LibvirtException.class, connection::hostName)
                            .isConnectionLost())
                    .isTrue();
        }
    }

    @Test
    void closingDoesNotWaitForADaemonThatHangs() {
        var connection = Connection.open(uri(), PATIENT);
        proxy.pause();
        long begun = System.nanoTime();
        Deadline.run(Duration.ofMillis(200), connection::close);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(connection.isAlive()).isFalse();
    }

    @Test
    void callsThatComeBackAfterTheirConnectionWasClosedHarmNothing() {
        for (int round = 0; round < 20; round++) {
            var connection = Connection.open(uri(), PATIENT);
            proxy.pause();
            givesUp(connection::hostName);
            givesUp(connection::allDomainStats);
            givesUp(connection::pools);
            Deadline.run(Duration.ofMillis(20), connection::close);

            proxy.resume();
            Eventually.until("the closed connection is gone", () -> proxy.openConnections() == 0);
            assertThat(connection.openHandles()).isZero();
        }
    }

    @Test
    void streamsThatComeBackAfterTheyWereClosedHarmNothing() {
        try (var direct = Connection.open("qemu:///system");
                var storage = new TestPool(direct);
                var guest = direct.defineDomain(QemuXml.of(diskIn(storage)).text())) {
            guest.start();
            try {
                for (int round = 0; round < 10; round++) {
                    var connection = Connection.open(uri(), PATIENT);
                    var domain = connection.findDomain(guest.uuid()).orElseThrow();
                    var console = domain.openConsole(ConsoleMode.DEFAULT);
                    var volume = volumeIn(connection, storage);
                    var download = volume.download(0, 0, false);
                    proxy.pause();
                    givesUp(() -> download.read(ByteBuffer.allocate(1)));
                    givesUp(() -> console.write(ByteBuffer.wrap(new byte[] {'\n'})));
                    givesUp(domain::state);
                    Deadline.run(Duration.ofMillis(20), connection::close);

                    proxy.resume();
                    Eventually.until("all connections are gone", () -> proxy.openConnections() == 0);
                }
                assertThat(guest.state().isActive()).isTrue();
            } finally {
                guest.destroy();
                guest.undefine();
            }
        }
    }

    private static String diskIn(TestPool storage) {
        storage.qcow2(DISK, 64 << 20).close();
        return storage.directory().resolve(DISK).toString();
    }

    private static Volume volumeIn(Connection connection, TestPool storage) {
        try (var pool = connection.findPool(storage.pool().name()).orElseThrow()) {
            return pool.findVolume(DISK).orElseThrow();
        }
    }

    private static void givesUp(Supplier<?> call) {
        try {
            Deadline.within(Duration.ofMillis(20), call);
        } catch (LibvirtException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        }
    }

    @Test
    void connectionsThatComeTooLateAreClosed() {
        proxy.pause();
        var failure = catchThrowableOfType(
                LibvirtException.class,
                () -> Deadline.within(Duration.ofMillis(200), () -> Connection.open(uri(), PATIENT)));
        assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        assertThat(proxy.openConnections()).isEqualTo(1);

        proxy.resume();
        Eventually.until("the late connection is closed", () -> proxy.openConnections() == 0);
    }
}
