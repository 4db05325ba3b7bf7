package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
@Timeout(60)
class ConnectionTest {
    @Test
    void tellsOfTheHost() {
        try (var connection = Connection.open("test:///default")) {
            assertThat(connection.isAlive()).isTrue();
            assertThat(connection.uri()).isEqualTo("test:///default");
            assertThat(connection.hostName()).isNotBlank();
            assertThat(connection.capabilitiesXml()).contains("<capabilities>");
            assertThat(connection.nodeInfo()).isEqualTo(new NodeInfo("i686", 3221225472L, 16, 1400, 2, 2, 2));
            assertThat(connection.freeMemory()).isPositive();
            assertThat(connection.cpuTimes().userNanos()).isPositive();
            assertThat(connection.libvirtVersion()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(connection.hypervisorVersion()).isEqualTo("0.0.2");
        }
    }

    @Test
    void passesOnWhatTheDriverCannotDo() {
        try (var connection = Connection.open("test:///default")) {
            assertThatThrownBy(() -> connection.domainCapabilitiesXml(null, "x86_64", null, "qemu"))
                    .isInstanceOfSatisfying(
                            LibvirtException.class,
                            e -> assertThat(e.isUnsupported()).isTrue());
        }
    }

    @Test
    void saysWhyItCannotConnect() {
        assertThatThrownBy(() -> Connection.open("qemu+unix:///system?socket=/nowhere/libvirt-sock"))
                .hasMessageContaining("/nowhere/libvirt-sock")
                .isInstanceOfSatisfying(
                        LibvirtException.class,
                        e -> assertThat(e.isConnectionLost()).isTrue());
    }

    @Test
    void givesUpOnADaemonThatAcceptsButDoesNotAnswer(@TempDir Path directory) throws Exception {
        var socket = directory.resolve("silent.sock");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            var failure = catchThrowableOfType(
                    LibvirtException.class,
                    () -> Deadline.within(
                            Duration.ofMillis(200), () -> Connection.open("qemu+unix:///system?socket=" + socket)));

            assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        }
    }

    @Test
    void refusesTextThatCWouldCutShort() {
        try (var connection = Connection.open("test:///default")) {
            assertThatThrownBy(() -> connection.findDomain("te\0st"))
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .rootCause()
                    .hasMessageContaining("NUL");
        }
    }

    @Test
    void closesItsHandlesAndRefusesFurtherCalls() {
        var connection = Connection.open("test:///default");
        var domain = connection.findDomain("test").orElseThrow();
        var listener = connection.onLifecycle(_ -> {});
        assertThat(connection.openHandles()).isEqualTo(1);

        connection.close();
        connection.close();

        assertThat(connection.openHandles()).isZero();
        assertThat(connection.isAlive()).isFalse();
        assertThatThrownBy(domain::state)
                .isInstanceOfSatisfying(
                        LibvirtException.class, e -> assertThat(e.isClosed()).isTrue());
        assertThatThrownBy(connection::hostName)
                .isInstanceOfSatisfying(
                        LibvirtException.class, e -> assertThat(e.isClosed()).isTrue());
        domain.close();
        listener.close();
    }

    @Test
    void leavesNoHandleBehindAfterLists() {
        try (var connection = Connection.open("test:///default")) {
            try (var domains = connection.domains();
                    var pools = connection.pools();
                    var networks = connection.networks()) {
                assertThat(connection.openHandles()).isEqualTo(domains.size() + pools.size() + networks.size());
                assertThat(domains).extracting(Domain::name).contains("test");
            }
            assertThat(connection.openHandles()).isZero();
        }
    }

    @Test
    void neverMixesUpTheErrorsOfManyCallers() {
        var wrong = ConcurrentHashMap.<String>newKeySet();
        try (var connection = Connection.open("test:///default");
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
                callers.execute(() -> {
                    var missing = UUID.randomUUID();
                    // The name is also the first thing that is wrong with this XML, so each error names its caller.
                    var failure = catchThrowableOfType(
                            LibvirtException.class, () -> connection.defineDomain("<d" + missing + "/>"));
                    if (!failure.getMessage().contains("'d" + missing + "'")) {
                        wrong.add(missing + " got " + failure.getMessage());
                    }
                    if (connection.findDomain(missing).isPresent()) {
                        wrong.add(missing + " was found");
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void survivesHandlesThatAreClosedDuringCalls() throws Exception {
        try (var connection = Connection.open("test:///default");
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 200; round++) {
                var domain = connection.findDomain("test").orElseThrow();
                var call = callers.submit(() -> {
                    try {
                        return domain.xml().contains("<domain");
                    } catch (LibvirtException e) {
                        return e.isClosed();
                    }
                });
                domain.close();
                assertThat(call.get()).isTrue();
            }
            assertThat(connection.openHandles()).isZero();
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        var good = ConnectionSettings.DEFAULT;
        assertThat(good.withThreads(1).withCallLimit(Duration.ofMillis(1)).threads())
                .isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withThreads(0))
                .withMessageContaining("threads");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withCallLimit(Duration.ZERO))
                .withMessageContaining("callLimit");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ConnectionSettings(1, good.callLimit(), good.slowCallLimit(), Duration.ofMillis(999), 3))
                .withMessageContaining("keepAliveInterval");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ConnectionSettings(1, good.callLimit(), good.slowCallLimit(), good.keepAliveInterval(), 0))
                .withMessageContaining("keepAliveCount");
    }
}
