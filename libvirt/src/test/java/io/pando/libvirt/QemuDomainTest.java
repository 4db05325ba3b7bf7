package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.libvirt.BlockDevice.CommitFlag;
import io.pando.libvirt.DomainState.State;
import io.pando.libvirt.LifecycleEvent.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines of QEMU whose disk is empty: there is firmware, but no guest. */
@Tag("guest")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QemuDomainTest {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final String NIC =
            "<interface type='user'><mac address='52:54:00:70:61:01'/><model type='virtio'/>%s</interface>";

    private final Connection connection = Connection.open("qemu:///system");
    private final TestPool storage = new TestPool(connection);
    private QemuXml xml = QemuXml.of("");
    private Domain domain = defineDomain();

    private Domain defineDomain() {
        var disk = Domains.newName() + ".qcow2";
        storage.qcow2(disk, 64 * MEBIBYTE).close();
        xml = QemuXml.of(storage.directory().resolve(disk).toString()).withInterfaces(NIC.formatted(""));
        return connection.defineDomain(xml.text());
    }

    @BeforeEach
    void renew() {
        remove();
        domain = defineDomain();
    }

    @AfterEach
    void remove() {
        try (var old = domain) {
            connection.findDomain(old.uuid()).ifPresent(found -> {
                try (found) {
                    if (found.state().isActive()) {
                        found.destroy();
                    }
                    found.undefine(UndefineFlag.MANAGED_SAVE, UndefineFlag.SNAPSHOTS_METADATA);
                }
            });
        }
    }

    @AfterAll
    void cleanUp() {
        storage.close();
        assertThat(connection.openHandles()).isZero();
        connection.close();
    }

    @Test
    void theHostTellsWhatItHas() {
        assertThat(connection.hypervisorVersion()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(connection.capabilitiesXml()).contains("<host>");
        assertThat(connection.domainCapabilitiesXml(null, "x86_64", "q35", "qemu"))
                .contains("<domain>qemu</domain>");
        assertThat(connection.nodeInfo().memoryBytes()).isGreaterThan(connection.freeMemory());
        assertThat(connection.cpuTimes().idleNanos()).isPositive();
        assertThat(catchThrowableOfType(
                                LibvirtException.class,
                                () -> connection.domainCapabilitiesXml(null, "x86_64", "no-such-machine", "qemu"))
                        .getMessage())
                .contains("no-such-machine");
    }

    @Test
    void startsPausedAndGoesOn() throws Exception {
        var events = new LinkedBlockingQueue<LifecycleEvent>();
        try (var _ = connection.onLifecycle(event -> {
            if (event.domain().equals(xml.uuid())) {
                events.add(event);
            }
        })) {
            domain.start(StartMode.PAUSED);
            assertThat(domain.state()).isEqualTo(new DomainState(State.PAUSED, "user"));
            domain.resume();
            assertThat(domain.state().state()).isEqualTo(State.RUNNING);
            assertThat(domain.id()).isPresent();
            domain.destroyGracefully();

            Eventually.await(
                    events,
                    event -> event.kind() == Kind.STARTED && event.detail().equals("booted"));
            Eventually.await(
                    events,
                    event -> event.kind() == Kind.RESUMED && event.detail().equals("unpaused"));
            Eventually.await(
                    events,
                    event -> event.kind() == Kind.STOPPED && event.detail().equals("destroyed"));
        }
    }

    @Test
    void refusesToStartTwice() {
        domain.start();
        assertThat(catchThrowableOfType(LibvirtException.class, domain::start).isInvalidState())
                .isTrue();
    }

    @Test
    void mayBeTransient() {
        domain.undefine();
        try (var passing = connection.createTransientDomain(xml.text(), StartMode.PAUSED)) {
            assertThat(passing.state().state()).isEqualTo(State.PAUSED);
            passing.destroy();
        }
        assertThat(connection.findDomain(xml.uuid())).isEmpty();
    }

    @Test
    void savesItsMemoryAndGoesOnFromIt() {
        domain.start();
        domain.managedSave();
        assertThat(domain.hasManagedSave()).isTrue();
        assertThat(domain.state()).isEqualTo(new DomainState(State.SHUT_OFF, "saved"));

        domain.start();
        assertThat(domain.state()).isEqualTo(new DomainState(State.RUNNING, "restored"));
        assertThat(domain.hasManagedSave()).isFalse();
    }

    @Test
    void tellsOfReboots() throws Exception {
        var reboots = new LinkedBlockingQueue<RebootEvent>();
        try (var _ = connection.onReboot(reboots::add)) {
            domain.start();
            domain.monitorCommand("{\"execute\":\"system_reset\"}");
            assertThat(Eventually.await(reboots, event -> event.domain().equals(xml.uuid()))
                            .name())
                    .isEqualTo(xml.name());
        }
    }

    @Test
    void passesOnWhatQemuAnswers() {
        domain.start();
        assertThat(domain.monitorCommand("{\"execute\":\"query-status\"}"))
                .contains("\"return\"")
                .contains("\"running\":true");
        assertThat(domain.monitorCommand("{\"execute\":\"no-such-command\"}"))
                .contains("\"error\"")
                .contains("CommandNotFound");
        assertThat(catchThrowableOfType(LibvirtException.class, () -> domain.monitorCommand("not JSON")))
                .isNotNull();
    }

    @Test
    void handsOpenFilesToQemu(@TempDir Path directory) {
        var state = directory.resolve("state");
        domain.start();
        domain.suspend();
        try (var file = OpenFile.forWriting(state)) {
            assertThat(domain.monitorCommand("{\"execute\":\"getfd\",\"arguments\":{\"fdname\":\"state\"}}", file))
                    .contains("\"return\":{}");
        }
        assertThat(domain.monitorCommand("{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"fd:state\"}}"))
                .contains("\"return\":{}");
        Eventually.until(
                "the state is written",
                () -> domain.monitorCommand("{\"execute\":\"query-migrate\"}").contains("\"status\":\"completed\""));
        assertThat(state).isNotEmptyFile();
    }

    @Test
    void showsItsScreen() {
        domain.start();
        var picture = domain.screenshot();
        assertThat(picture.mimeType()).isIn("image/x-portable-pixmap", "image/png");
        assertThat(picture.bytes()).hasSizeGreaterThan(1000);
    }

    @Test
    void takesKeys() {
        domain.start();
        domain.sendKeys(KeyCodeSet.QNUM, Duration.ofMillis(10), 30);
    }

    @Test
    void changesItsDevices() {
        try (var second = storage.raw(xml.name() + "-second", MEBIBYTE)) {
            var device = """
                    <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%s'/>
                      <target dev='vdb' bus='virtio'/></disk>""".formatted(second.path());
            domain.attachDevice(device, Affects.CONFIG);
            assertThat(domain.xml()).contains("'vdb'");
            domain.detachDevice(device, Affects.CONFIG);
            assertThat(domain.xml()).doesNotContain("'vdb'");

            domain.start();
            domain.attachDevice(device, Affects.LIVE);
            assertThat(domain.xml()).contains("'vdb'");
            assertThat(domain.xml(XmlFlag.INACTIVE)).doesNotContain("'vdb'");

            assertThat(domain.xml()).doesNotContain("<link state='down'/>");
            domain.updateDevice(NIC.formatted("<link state='down'/>"), Affects.LIVE);
            assertThat(domain.xml()).contains("<link state='down'/>");
        }
    }

    @Test
    void hasNumbersWhileItRuns() {
        domain.start();
        assertThat(connection.allDomainStats())
                .filteredOn(stats -> stats.domain().equals(xml.uuid()))
                .singleElement()
                .satisfies(stats -> {
                    assertThat(stats.state().state()).isEqualTo(State.RUNNING);
                    assertThat(stats.cpuNanos()).isPresent();
                    assertThat(stats.vcpus()).hasValue(1);
                    assertThat(stats.maximumMemoryBytes()).hasValue(128 * MEBIBYTE);
                    assertThat(stats.memoryBytes()).hasValue(128 * MEBIBYTE);
                    assertThat(stats.residentBytes().orElseThrow()).isGreaterThan(MEBIBYTE);
                    assertThat(stats.blocks()).singleElement().satisfies(block -> {
                        assertThat(block.target()).isEqualTo("vda");
                        assertThat(block.path()).isEqualTo(xml.disk());
                        assertThat(block.capacityBytes()).hasValue(64 * MEBIBYTE);
                        assertThat(block.readBytes()).isPresent();
                        assertThat(block.writtenBytes()).hasValue(0);
                        assertThat(block.allocationBytes()).isPresent();
                        assertThat(block.physicalBytes()).isPresent();
                    });
                });
    }

    @Test
    void growsItsDiskWhileItRuns() {
        domain.start();
        var disk = domain.block("vda");
        assertThat(disk.info().capacityBytes()).isEqualTo(64 * MEBIBYTE);
        disk.resize(96 * MEBIBYTE + 512);
        assertThat(disk.info().capacityBytes()).isEqualTo(96 * MEBIBYTE + 512);
        assertThat(catchThrowableOfType(
                        LibvirtException.class, () -> domain.block("vdz").info()))
                .hasMessageContaining("vdz");
    }

    @Test
    void mergesTheLayerThatItWritesTo() {
        domain.start();
        var disk = domain.block("vda");
        var layer = snapshot("top");
        assertThat(domain.xml()).contains("<source file='" + layer + "'");
        assertThat(disk.job()).isEmpty();

        disk.commit(null, null, 0);
        var job = awaitReady(disk);
        assertThat(job.type()).isEqualTo(BlockJob.Type.ACTIVE_COMMIT);
        pivotWhenLibvirtKnows(disk);

        assertThat(disk.job()).isEmpty();
        assertThat(domain.xml()).doesNotContain(layer);
    }

    @Test
    void keepsItsLayersWhenAMergeIsAborted() {
        domain.start();
        var disk = domain.block("vda");
        var layer = snapshot("top");
        disk.commit(null, null, 1_000_000);
        assertThat(disk.job().orElseThrow().bytesPerSecond()).isEqualTo(1_000_000);

        disk.abortJob();
        assertThat(disk.job()).isEmpty();
        assertThat(domain.xml()).contains("<source file='" + layer + "'");
    }

    @Test
    void mergesALayerInTheMiddleAndDeletesIt() {
        domain.start();
        var disk = domain.block("vda");
        var middle = snapshot("middle");
        var top = snapshot("top");

        disk.commit(null, middle, 0, CommitFlag.SHALLOW, CommitFlag.DELETE);
        Eventually.until("the layer is merged", () -> disk.job().isEmpty());

        Eventually.until("the layer is forgotten", () -> !domain.xml().contains(middle));
        assertThat(domain.xml()).contains(top);
        assertThat(Path.of(middle)).doesNotExist();
    }

    private String snapshot(String layer) {
        var file =
                storage.directory().resolve(xml.name() + "-" + layer + ".qcow2").toString();
        domain.snapshotDisks(
                "<domainsnapshot><disks><disk name='vda' snapshot='external'><source file='" + file
                        + "'/></disk></disks></domainsnapshot>",
                false);
        return file;
    }

    private static BlockJob awaitReady(BlockDevice disk) {
        Eventually.until(
                "the job is ready", () -> disk.job().filter(BlockJob::isReady).isPresent());
        return disk.job().orElseThrow();
    }

    /** libvirt learns by an event of QEMU's that the job is ready, maybe a little after {@link BlockDevice#job()} says so. */
    private static void pivotWhenLibvirtKnows(BlockDevice disk) {
        Eventually.until("libvirt knows", () -> {
            try {
                disk.pivot();
                return true;
            } catch (LibvirtException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BLOCK_COPY_ACTIVE);
                return false;
            }
        });
    }

    @Test
    void saysThatTheAgentIsNotThere() {
        domain.start();
        assertThat(catchThrowableOfType(
                                LibvirtException.class,
                                () -> domain.agentCommand("{\"execute\":\"guest-ping\"}", Duration.ofSeconds(1)))
                        .isAgentUnavailable())
                .isTrue();
        assertThat(catchThrowableOfType(LibvirtException.class, () -> domain.snapshotDisks("<domainsnapshot/>", true))
                        .isAgentUnavailable())
                .isTrue();
    }

    @Test
    void opensAConsoleOnceUnlessForced() {
        domain.start();
        try (var console = domain.openConsole("serial0", ConsoleMode.SAFE)) {
            assertThat(console.isOpen()).isTrue();
            assertThat(catchThrowableOfType(LibvirtException.class, () -> domain.openConsole(ConsoleMode.DEFAULT)))
                    .hasMessageContaining("console");
            try (var forced = domain.openConsole(ConsoleMode.FORCE)) {
                assertThat(forced.isOpen()).isTrue();
            }
        }
        try (var again = domain.openConsole(ConsoleMode.SAFE)) {
            assertThat(again.read(ByteBuffer.allocate(10), Duration.ofMillis(1)))
                    .isNotNegative();
        }
    }

    @Test
    void stopsNobodyElseWhenItTakesNoInput() {
        domain.start();
        var channel = domain.openChannel(QemuXml.TEST_CHANNEL, false);
        var much = ByteBuffer.allocate(64 * 1024 * 1024);
        var failure = catchThrowableOfType(
                LibvirtException.class, () -> Deadline.within(Duration.ofSeconds(1), () -> channel.write(much)));
        assertThat(failure.isTimeout()).isTrue();

        assertThat(Deadline.<String>within(Duration.ofSeconds(5), connection::hostName))
                .isNotBlank();
        assertThat(domain.state().state()).isEqualTo(State.RUNNING);

        channel.close();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void leavesNoConnectionBehindWhenStreamsAreClosed(@TempDir Path directory) throws Exception {
        domain.start();
        var socket = directory.resolve("proxy.sock");
        try (var proxy = SocketProxy.start(socket, Path.of("/run/libvirt/libvirt-sock"))) {
            try (var counted = Connection.open("qemu+unix:///system?socket=" + socket);
                    var same = counted.findDomain(xml.uuid()).orElseThrow();
                    var pool = counted.findPool(storage.pool().name()).orElseThrow();
                    var volume = pool.createVolume(TestPool.xml("counted", MEBIBYTE, "raw", ""))) {
                try (var console = same.openConsole(ConsoleMode.SAFE);
                        var channel = same.openChannel(QemuXml.TEST_CHANNEL, false);
                        var upload = volume.upload(0, 0, false);
                        var download = volume.download(0, 0, false)) {
                    assertThat(List.of(console, channel, upload, download)).allMatch(Stream::isOpen);
                    assertThat(proxy.openConnections()).isEqualTo(5);
                    assertThat(counted.openHandles()).isEqualTo(7);
                }
                Eventually.until("closed streams are disconnected", () -> proxy.openConnections() == 1);
                assertThat(counted.openHandles()).isEqualTo(3);

                var left = same.openConsole(ConsoleMode.SAFE);
                assertThat(catchThrowableOfType(
                                LibvirtException.class, () -> same.agentCommand("{}", Duration.ofSeconds(1))))
                        .isNotNull();
                assertThat(proxy.openConnections()).isEqualTo(3);
                closeTwice(counted);
                assertThat(left.isOpen()).isFalse();
            }
            Eventually.until("a closed connection takes all with it", () -> proxy.openConnections() == 0);
        }
    }

    private static void closeTwice(AutoCloseable handle) throws Exception {
        handle.close();
        handle.close();
    }

    @Test
    void endsItsConsoleWhenItStops() {
        domain.start();
        try (var console = domain.openConsole(ConsoleMode.SAFE)) {
            domain.destroy();
            var buffer = ByteBuffer.allocate(1000);
            Eventually.until("the console ends", () -> console.read(buffer.clear(), Duration.ofMillis(100)) < 0);
        }
    }
}
