package io.pando.host;

import java.util.UUID;

/**
 * Writes libvirt's domain XML. Pure.
 *
 * @see <a href="https://libvirt.org/formatdomain.html">libvirt: Domain XML format</a>
 */
final class DomainXml {
    /** Pando's own part of a domain's metadata. */
    static final String NAMESPACE = "urn:pando:machine:1";

    /** Ports for devices that may be plugged in later: each needs one of its own on q35. */
    private static final int SPARE_PORTS = 8;

    private DomainXml() {}

    /**
     * Where a domain is to run.
     *
     * @param instance name of the installation, as a mark of ownership
     * @param hardware whether the host's acceleration works
     * @param network name of the network that it is plugged into
     */
    record Place(String instance, boolean hardware, String network) {}

    static String write(DomainSpecification wanted, Place place, String diskPath) {
        Xml domain = Xml.document("domain").attribute("type", place.hardware() ? "kvm" : "qemu");
        domain.child("name").text(wanted.name());
        domain.child("uuid").text(wanted.uuid());
        domain.child("genid").text(wanted.generationId());
        domain.child("title").text(wanted.title());
        domain.child("description").text("Made by Pando for %s.".formatted(wanted.owner()));
        Xml mark = domain.child("metadata").child(NAMESPACE, "pando:machine");
        mark.attribute("instance", place.instance())
                .attribute("id", wanted.machineId())
                .attribute("owner", wanted.owner());
        domain.child("memory").attribute("unit", "MiB").text(wanted.memoryMiB());
        domain.child("vcpu").text(wanted.vcpus());
        firmware(domain, wanted.serial(), wanted.uuid());
        features(domain, place.hardware());
        domain.child("cpu").attribute("mode", place.hardware() ? "host-passthrough" : "maximum");
        domain.child("clock").attribute("offset", "utc");
        Xml power = domain.child("pm");
        power.child("suspend-to-mem").attribute("enabled", "no");
        power.child("suspend-to-disk").attribute("enabled", "no");
        domain.child("on_poweroff").text("destroy");
        domain.child("on_reboot").text("restart");
        domain.child("on_crash").text("destroy");
        devices(domain.child("devices"), wanted, place, diskPath);
        return domain.toString();
    }

    private static void firmware(Xml domain, String serial, UUID uuid) {
        Xml os = domain.child("os");
        os.child("type").attribute("arch", "x86_64").attribute("machine", "q35").text("hvm");
        os.child("boot").attribute("dev", "hd");
        os.child("smbios").attribute("mode", "sysinfo");
        Xml system = domain.child("sysinfo").attribute("type", "smbios").child("system");
        system.child("entry").attribute("name", "manufacturer").text("Pando");
        system.child("entry").attribute("name", "product").text("Pando machine");
        system.child("entry").attribute("name", "serial").text(serial);
        system.child("entry").attribute("name", "uuid").text(uuid);
    }

    private static void features(Xml domain, boolean hardware) {
        Xml features = domain.child("features");
        features.child("acpi");
        features.child("apic");
        if (!hardware) {
            // Without a limit QEMU's translation cache grows to 1 GiB a machine, which a dense host does not have.
            features.child("tcg").child("tb-cache").attribute("unit", "MiB").text(64);
        }
    }

    private static void devices(Xml devices, DomainSpecification wanted, Place place, String diskPath) {
        Xml disk = devices.child("disk").attribute("type", "file").attribute("device", "disk");
        // The format is named, never probed: a guest can write any header it likes into its disk.
        disk.child("driver")
                .attribute("name", "qemu")
                .attribute("type", "qcow2")
                .attribute("discard", "unmap");
        disk.child("source").attribute("file", diskPath);
        disk.child("target").attribute("dev", "vda").attribute("bus", "virtio");

        Xml card = devices.child("interface").attribute("type", "network");
        card.child("mac").attribute("address", wanted.mac());
        card.child("source").attribute("network", place.network());
        card.child("model").attribute("type", "virtio");
        // Nothing boots from the network: its boot ROM would only take time.
        card.child("rom").attribute("enabled", "no");
        card.child("link").attribute("state", wanted.linkUp() ? "up" : "down");

        devices.child("serial").attribute("type", "pty").child("target").attribute("port", 0);
        devices.child("console")
                .attribute("type", "pty")
                .child("target")
                .attribute("type", "serial")
                .attribute("port", 0);
        Xml agent = devices.child("channel").attribute("type", "unix");
        agent.child("target").attribute("type", "virtio").attribute("name", "org.qemu.guest_agent.0");
        // A tablet reports where the pointer is, not how far it moved: the pointer in the page and in the guest stay
        // together.
        devices.child("controller").attribute("type", "usb").attribute("model", "none");
        // By virtio, because a USB tablet would be asked a thousand times a second, by every idle machine.
        devices.child("input").attribute("type", "tablet").attribute("bus", "virtio");
        devices.child("graphics").attribute("type", "vnc").child("listen").attribute("type", "socket");
        devices.child("video").child("model").attribute("type", "vga");
        devices.child("rng")
                .attribute("model", "virtio")
                .child("backend")
                .attribute("model", "random")
                .text("/dev/urandom");
        devices.child("memballoon").attribute("model", "virtio");
        devices.child("controller").attribute("type", "pci").attribute("model", "pcie-root");
        for (int port = 0; port < SPARE_PORTS; port++) {
            devices.child("controller").attribute("type", "pci").attribute("model", "pcie-root-port");
        }
    }
}
