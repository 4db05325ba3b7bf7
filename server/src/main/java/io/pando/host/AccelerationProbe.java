package io.pando.host;

import io.pando.api.Host.Acceleration;
import io.pando.configuration.PandoProperties;
import io.pando.libvirt.Connection;
import io.pando.libvirt.ConsoleMode;
import io.pando.libvirt.ConsoleStream;
import io.pando.libvirt.Domain;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.StartMode;
import io.pando.libvirt.StoragePool;
import io.pando.libvirt.TransferStream;
import io.pando.libvirt.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a host's hardware acceleration really runs a 64-bit Linux. That {@code /dev/kvm} opens, even that it creates a VM,
 * says little: within another virtual machine it may hang or abort as soon as a real kernel runs. So a kernel without any file system
 * is booted; it has worked when the kernel gets so far as to complain about that.
 */
final class AccelerationProbe {
    private static final Logger log = LoggerFactory.getLogger(AccelerationProbe.class);
    private static final String REACHED_USER_SPACE_SEARCH = "Unable to mount root fs";
    private static final int MOST_SEEN = 256 << 10;

    private final PandoProperties properties;
    private final String pool;

    AccelerationProbe(PandoProperties properties, String pool) {
        this.properties = properties;
        this.pool = pool;
    }

    /** What the answer depends on: while it stays the same, an earlier answer holds. */
    static String fingerprint(HostFacts facts) {
        return "%s / %s / %s / %s"
                .formatted(
                        facts.processorModel(), facts.hypervisor(), facts.libvirt(), System.getProperty("os.version"));
    }

    /** Probes; takes at most the configured time and a little more. */
    Finding probe(Connection connection) {
        boolean offered = Xml.parse(connection.capabilitiesXml()).children("guest").stream()
                .flatMap(guest -> guest.children("arch").stream())
                .filter(architecture -> architecture.get("name").equals("x86_64"))
                .flatMap(architecture -> architecture.children("domain").stream())
                .anyMatch(domain -> domain.get("type").equals("kvm"));
        if (!offered) {
            return new Finding(
                    Acceleration.Kind.EMULATION,
                    "The host offers no hardware acceleration (no usable /dev/kvm). Machines are emulated, which is much slower.");
        }
        Optional<Path> kernel = kernel();
        if (kernel.isEmpty()) {
            return new Finding(
                    Acceleration.Kind.EMULATION,
                    "KVM is offered, but there is no kernel to try it with. Set pando.host.probe-kernel to a Linux kernel file.");
        }
        return boot(connection, kernel.get());
    }

    private Finding boot(Connection connection, Path kernel) {
        String name = properties.instance() + "-acceleration-probe";
        Duration limit = properties.host().accelerationProbe();
        try (StoragePool storage = connection
                        .findPool(pool)
                        .orElseThrow(
                                () -> new HostException(HostException.Reason.ABSENT, "The host has no pool.", null));
                Volume volume = upload(storage, name + ".kernel", kernel)) {
            long began = System.nanoTime();
            boolean booted = boots(connection, domain(name, volume.path()), limit);
            double seconds = (System.nanoTime() - began) / 1e9;
            volume.delete();
            return booted
                    ? new Finding(
                            Acceleration.Kind.HARDWARE, "KVM booted a 64-bit kernel in %.1f s.".formatted(seconds))
                    : new Finding(
                            Acceleration.Kind.EMULATION,
                            "KVM is offered, but did not boot a 64-bit kernel within %d s. Machines are emulated, which is much slower."
                                    .formatted(limit.toSeconds()));
        } catch (LibvirtException failure) {
            if (failure.isConnectionLost() || failure.isInterrupted()) {
                throw LibvirtCalls.translate("be probed", failure);
            }
            log.info("The acceleration probe failed: {}", failure.getMessage());
            return new Finding(
                    Acceleration.Kind.EMULATION,
                    "KVM is offered, but does not start (%s). Machines are emulated, which is much slower."
                            .formatted(firstLine(failure)));
        } catch (IOException unreadable) {
            return new Finding(
                    Acceleration.Kind.EMULATION, "The kernel %s to try KVM with cannot be read.".formatted(kernel));
        }
    }

    /** QEMU's last words run over several lines, and only the first says what happened. */
    private static String firstLine(LibvirtException failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason given")
                .strip();
    }

    private static boolean boots(Connection connection, String xml, Duration limit) {
        try (Domain domain = connection.createTransientDomain(xml, StartMode.PAUSED)) {
            try (ConsoleStream console = domain.openConsole(ConsoleMode.DEFAULT)) {
                domain.resume();
                return says(console, REACHED_USER_SPACE_SEARCH, limit);
            } finally {
                remove(domain);
            }
        }
    }

    private static boolean says(ConsoleStream console, String words, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        StringBuilder seen = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (System.nanoTime() < end && seen.length() < MOST_SEEN) {
            int read;
            try {
                read = console.read(buffer.clear(), Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (LibvirtException failure) {
                if (failure.isTimeout()) {
                    return false;
                }
                throw failure;
            }
            if (read < 0) {
                return seen.indexOf(words) >= 0;
            }
            seen.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
            if (seen.indexOf(words) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void remove(Domain domain) {
        try {
            domain.destroy();
        } catch (LibvirtException gone) {
            if (!gone.isNoDomain() && !gone.isInvalidState()) {
                throw gone;
            }
        }
    }

    private static Volume upload(StoragePool pool, String name, Path kernel) throws IOException {
        pool.refresh();
        pool.findVolume(name).ifPresent(left -> {
            try (left) {
                left.delete();
            }
        });
        long size = Files.size(kernel);
        Xml xml = Xml.document("volume");
        xml.child("name").text(name);
        xml.child("capacity").attribute("unit", "bytes").text(size);
        Xml target = xml.child("target");
        target.child("format").attribute("type", "raw");
        target.child("permissions").child("mode").text("0644");
        Volume volume = pool.createVolume(xml.toString());
        try (TransferStream upload = volume.upload(0, size, false);
                FileChannel file = FileChannel.open(kernel)) {
            ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
            while (file.read(buffer.clear()) >= 0) {
                upload.write(buffer.flip());
            }
            upload.finish();
        }
        return volume;
    }

    private static String domain(String name, String kernel) {
        Xml domain = Xml.document("domain").attribute("type", "kvm");
        domain.child("name").text(name);
        domain.child("uuid").text(UUID.randomUUID());
        domain.child("memory").attribute("unit", "MiB").text(192);
        domain.child("vcpu").text(1);
        Xml os = domain.child("os");
        os.child("type").attribute("arch", "x86_64").attribute("machine", "q35").text("hvm");
        os.child("kernel").text(kernel);
        os.child("cmdline").text("console=ttyS0 panic=0");
        domain.child("features").child("acpi");
        domain.child("cpu").attribute("mode", "host-passthrough");
        domain.child("on_reboot").text("destroy");
        domain.child("on_crash").text("destroy");
        Xml devices = domain.child("devices");
        devices.child("serial").attribute("type", "pty").child("target").attribute("port", 0);
        devices.child("console")
                .attribute("type", "pty")
                .child("target")
                .attribute("type", "serial")
                .attribute("port", 0);
        devices.child("memballoon").attribute("model", "none");
        return domain.toString();
    }

    /** The kernel to try: the configured one, else the newest that this server's own machine boots from. */
    private Optional<Path> kernel() {
        Path configured = properties.host().probeKernel();
        if (configured != null) {
            return Optional.of(configured).filter(Files::isReadable);
        }
        try (DirectoryStream<Path> kernels = Files.newDirectoryStream(Path.of("/boot"), "vmlinuz-*")) {
            return StreamSupport.stream(kernels.spliterator(), false)
                    .filter(Files::isReadable)
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** What the probe found. */
    record Finding(Acceleration.Kind kind, String explanation) {}
}
