package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.libvirt.LifecycleEvent.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest that boots once for all of these tests; those that stop it come last. */
@Tag("guest")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TinyGuestTest {
    private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(30);
    private static final String MAC = "52:54:00:70:61:03";

    private final Connection connection = Connection.open("qemu:///system");
    private final TestPool storage = new TestPool(connection);
    private final TestNetwork isolated = new TestNetwork(connection);
    private final String address = isolated.address(50);
    private final LinkedBlockingQueue<AgentEvent> agents = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<RebootEvent> reboots = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<LifecycleEvent> lifecycle = new LinkedBlockingQueue<>();
    private final ArrayList<Registration> listening = new ArrayList<>();
    private Optional<Domain> booted = Optional.empty();

    private Domain guest() {
        return booted.orElseThrow();
    }

    @BeforeAll
    void boot() throws Exception {
        isolated.network().addStaticHost(new StaticHost(MAC, null, address), Affects.LIVE_AND_CONFIG);
        try (var base = storage.upload("tiny", TinyImage.path(), "qcow2");
                var layer = storage.overlay("layer", base)) {
            var xml = QemuXml.of(layer.path())
                    .withInterfaces("<interface type='network'><mac address='" + MAC + "'/><source network='"
                            + isolated.network().name() + "'/><model type='virtio'/></interface>");
            listening.add(connection.onAgent(agents::add));
            listening.add(connection.onReboot(reboots::add));
            listening.add(connection.onLifecycle(lifecycle::add));
            booted = Optional.of(connection.createTransientDomain(xml.text(), StartMode.RUNNING));
        }
        awaitAgent();
    }

    private void awaitAgent() throws InterruptedException {
        Eventually.await(agents, event -> event.connected() && event.domain().equals(guest().uuid()));
        Eventually.until("the agent answers", () -> {
            try {
                return agent("guest-ping").contains("return");
            } catch (LibvirtException e) {
                assertThat(e.isAgentUnavailable()).isTrue();
                return false;
            }
        });
    }

    @AfterAll
    void cleanUp() {
        booted.ifPresent(guest -> {
            try (guest) {
                connection.findDomain(guest.uuid()).ifPresent(found -> {
                    try (found) {
                        found.destroy();
                    }
                });
            }
        });
        listening.forEach(Registration::close);
        isolated.close();
        storage.close();
        assertThat(connection.openHandles()).isZero();
        connection.close();
    }

    @Test
    void answersByItsAgent() {
        assertThat(agent("guest-info")).contains("guest-exec");
        assertThat(catchThrowableOfType(LibvirtException.class, () -> agent("no-such-command")))
                .hasMessageContaining("no-such-command");
    }

    @Test
    void runsCommandsByItsAgent() throws Exception {
        assertThat(shell("echo 42; echo ä")).isEqualTo("42\nä\n");
    }

    @Test
    void hasAnAddress() {
        var network = isolated.network();
        Eventually.until(
                "the guest asked for an address", () -> !network.leases().isEmpty());
        assertThat(network.leases()).singleElement().satisfies(lease -> {
            assertThat(lease.mac()).isEqualTo(MAC);
            assertThat(lease.ip()).isEqualTo(address);
            assertThat(lease.prefix()).isEqualTo(24);
            assertThat(lease.hostName()).isEqualTo("tiny-master");
            assertThat(lease.expires()).isPresent();
        });
        var expected = new InterfaceAddresses.Address(address, 24);
        assertThat(guest().interfaceAddresses(AddressSource.LEASE))
                .singleElement()
                .satisfies(nic -> assertThat(nic.addresses()).containsExactly(expected));
        Eventually.until(
                "the guest has set its address",
                () -> guest().interfaceAddresses(AddressSource.AGENT).stream()
                        .anyMatch(nic -> nic.name().equals("eth0")
                                && MAC.equals(nic.mac())
                                && nic.addresses().contains(expected)));
        assertThat(connection.allDomainStats())
                .filteredOn(stats -> stats.domain().equals(guest().uuid()))
                .singleElement()
                .satisfies(stats -> assertThat(stats.interfaces())
                        .singleElement()
                        .satisfies(nic -> {
                            assertThat(nic.name()).startsWith("vnet");
                            assertThat(nic.receivedBytes().orElseThrow()).isPositive();
                            assertThat(nic.sentBytes().orElseThrow()).isPositive();
                        }));
    }

    @Test
    void letsPeopleInByItsConsole() {
        try (var console = guest().openConsole(ConsoleMode.SAFE)) {
            type(console, "\n");
            readUntil(console, "login: ");
            type(console, "root\n");
            readUntil(console, "assword: ");
            type(console, TinyImage.PASSWORD + "\n");
            readUntil(console, "# ");
            type(console, "echo a$((6*7))b\n");
            readUntil(console, "a42b");
            type(console, "exit\n");
            readUntil(console, "login: ");
        }
    }

    @Test
    void echoesMoreThanFitsIntoTheBuffersOfAChannel() throws Exception {
        try (var channel = guest().openChannel(QemuXml.TEST_CHANNEL, false)) {
            assertThat(catchThrowableOfType(
                            LibvirtException.class, () -> guest().openChannel(QemuXml.TEST_CHANNEL, false)))
                    .isNotNull();
            start(port() + "exec 3<>$port; cat <&3 >&3");
            var bytes = new byte[700_000];
            new Random(7).nextBytes(bytes);
            var writer = Thread.ofVirtual().start(() -> channel.write(ByteBuffer.wrap(bytes)));
            var back = ByteBuffer.allocate(bytes.length);
            while (back.hasRemaining() && channel.read(back, Duration.ofSeconds(60)) > 0) {
                assertThat(back.position()).isPositive();
            }
            writer.join();
            assertThat(Arrays.equals(back.array(), bytes)).isTrue();
            shell("killall cat");
        }
    }

    @Test
    void keepsOnlySoMuchForAReaderWhoIsSlow() throws Exception {
        try (var channel = guest().openChannel(QemuXml.TEST_CHANNEL, true)) {
            start(port() + "head -c 60000000 /dev/zero >$port");
            Eventually.until("too much is unread", () -> connection.isAlive() && channel.hasFailed());

            long kept = 0;
            var buffer = ByteBuffer.allocate(1_000_000);
            var failure = new LibvirtException[1];
            while (failure[0] == null) {
                try {
                    assertThat(channel.read(buffer.clear())).isPositive();
                    kept += buffer.position();
                } catch (LibvirtException e) {
                    failure[0] = e;
                }
            }
            assertThat(failure[0].code()).isEqualTo(ErrorCode.OVERFLOW);
            assertThat(kept).isBetween(ConsoleStream.MOST_UNREAD - 1_000_000L, (long) ConsoleStream.MOST_UNREAD);
        }
        shell("killall head");
    }

    @Test
    void holdsNoThreadWhileConsolesAreSilent() throws Exception {
        try (var few = Connection.open("qemu:///system", ConnectionSettings.DEFAULT.withThreads(1));
                var same = few.findDomain(guest().uuid()).orElseThrow()) {
            var channel = same.openChannel(QemuXml.TEST_CHANNEL, true);
            var failures = new LinkedBlockingQueue<LibvirtException>();
            var reader = Thread.ofVirtual()
                    .start(() -> failures.add(
                            catchThrowableOfType(LibvirtException.class, () -> channel.read(ByteBuffer.allocate(1)))));
            assertThat(same.state().isActive()).isTrue();
            reader.interrupt();
            assertThat(Eventually.await(failures, _ -> true).isInterrupted()).isTrue();

            var late = catchThrowableOfType(
                    LibvirtException.class,
                    () -> Deadline.within(Duration.ofMillis(20), () -> channel.read(ByteBuffer.allocate(1))));
            assertThat(late.isTimeout()).isTrue();

            Thread.ofVirtual()
                    .start(() -> failures.add(
                            catchThrowableOfType(LibvirtException.class, () -> channel.read(ByteBuffer.allocate(1)))));
            channel.close();
            assertThat(Eventually.await(failures, _ -> true).isClosed()).isTrue();
        }
    }

    @Test
    void stopsNobodyElseWhenItsAgentIsSilent() throws Exception {
        try (var few = Connection.open("qemu:///system", ConnectionSettings.DEFAULT.withThreads(1));
                var same = few.findDomain(guest().uuid()).orElseThrow()) {
            start("agent=$(pidof qemu-ga); sleep 1; kill -STOP $agent; sleep 8; kill -CONT $agent");
            var silent = new LinkedBlockingQueue<LibvirtException>();
            Thread.ofVirtual().start(() -> {
                while (silent.isEmpty()) {
                    try {
                        same.agentCommand("{\"execute\":\"guest-ping\"}", Duration.ofSeconds(3));
                    } catch (LibvirtException e) {
                        silent.add(e);
                    }
                }
            });
            while (silent.isEmpty()) {
                assertThat(Deadline.<DomainState>within(Duration.ofSeconds(2), same::state)
                                .isActive())
                        .isTrue();
            }
            assertThat(silent.remove().isAgentUnavailable()).isTrue();
        }
        Eventually.until("the agent answers again", () -> {
            try {
                return agent("guest-ping").contains("return");
            } catch (LibvirtException e) {
                return false;
            }
        });
    }

    @Test
    void endsItsConsolesWhenTheDaemonIsLost(@TempDir Path directory) throws Exception {
        var socket = directory.resolve("proxy.sock");
        var proxy = SocketProxy.start(socket, Path.of("/run/libvirt/libvirt-sock"));
        try (var away = Connection.open("qemu+unix:///system?socket=" + socket);
                var same = away.findDomain(guest().uuid()).orElseThrow();
                var channel = same.openChannel(QemuXml.TEST_CHANNEL, true)) {
            proxy.close();
            var buffer = ByteBuffer.allocate(10);
            var failure = catchThrowableOfType(LibvirtException.class, () -> channel.read(buffer));
            assertThat(failure.isConnectionLost()).isTrue();
        }
    }

    @Test
    void isFrozenByItsAgentForASnapshot() {
        var layer = storage.directory().resolve("frozen.qcow2");
        guest().snapshotDisks(
                        "<domainsnapshot><disks><disk name='vda' snapshot='external'><source file='" + layer
                                + "'/></disk></disks></domainsnapshot>",
                        true);
        assertThat(guest().xml()).contains(layer.toString());
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void rebootsWhenAsked() throws Exception {
        agents.clear();
        guest().reboot(PowerRequest.AGENT);
        Eventually.await(agents, event -> !event.connected() && event.domain().equals(guest().uuid()));
        Eventually.await(reboots, event -> event.domain().equals(guest().uuid()));
        awaitAgent();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void shutsDownWhenAsked() throws Exception {
        guest().shutdown(PowerRequest.POWER_BUTTON);
        var stopped = Eventually.await(
                lifecycle, event -> event.domain().equals(guest().uuid()) && event.kind() == Kind.STOPPED);
        assertThat(stopped.detail()).isEqualTo("shutdown");
    }

    // ---- The guest's shell ----------------------------------------------------------------------------------------

    private String agent(String command) {
        return guest().agentCommand("{\"execute\":\"" + command + "\"}", AGENT_TIMEOUT);
    }

    /** Sets $port to the device of the test's channel. */
    private static String port() {
        return "for name in /sys/class/virtio-ports/*/name; do grep -q " + QemuXml.TEST_CHANNEL
                + " $name && port=${name%/name} && port=/dev/${port##*/}; done; ";
    }

    private String start(String script) {
        var answer = guest().agentCommand(
                        "{\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"/bin/sh\",\"capture-output\":true,"
                                + "\"arg\":[\"-c\",\"" + script.replace("\"", "\\\"") + "\"]}}",
                        AGENT_TIMEOUT);
        return answer.replaceAll("\\D", "");
    }

    private String shell(String script) {
        var pid = start(script);
        var status = new String[1];
        Eventually.until("the command ends", () -> {
            status[0] = guest().agentCommand(
                            "{\"execute\":\"guest-exec-status\",\"arguments\":{\"pid\":" + pid + "}}", AGENT_TIMEOUT);
            return status[0].contains("\"exited\":true");
        });
        var output = status[0].replaceAll(".*\"out-data\":\"([^\"]*)\".*", "$1");
        return output.startsWith("{") ? "" : new String(Base64.getDecoder().decode(output), StandardCharsets.UTF_8);
    }

    private static void type(ConsoleStream console, String text) {
        assertThat(console.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(text.length());
    }

    private static void readUntil(ConsoleStream console, String wanted) {
        var seen = new StringBuilder();
        var buffer = ByteBuffer.allocate(1000);
        while (seen.indexOf(wanted) < 0) {
            int count = console.read(buffer.clear(), Eventually.PATIENCE);
            assertThat(count).as("after: %s", seen).isPositive();
            seen.append(new String(buffer.array(), 0, count, StandardCharsets.ISO_8859_1));
        }
    }
}
