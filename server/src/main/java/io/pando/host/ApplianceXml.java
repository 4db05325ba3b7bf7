package io.pando.host;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Writes the domain XML of appliances: as little as gets by. Pure. */
final class ApplianceXml {
    /** The mark of ownership in a domain's metadata; not that of machines. */
    static final String NAMESPACE = "urn:pando:appliance:1";

    private ApplianceXml() {}

    /** @param path where in the pool a volume of this name is */
    static String write(ApplianceSpecification wanted, DomainXml.Place place, UnaryOperator<String> path) {
        Xml domain = Xml.document("domain").attribute("type", place.hardware() ? "kvm" : "qemu");
        domain.child("name").text(wanted.name());
        domain.child("uuid").text(wanted.uuid());
        domain.child("title").text(wanted.title());
        domain.child("metadata").child(NAMESPACE, "pando:appliance").attribute("instance", place.instance());
        domain.child("memory").attribute("unit", "MiB").text(wanted.memoryMiB());
        domain.child("vcpu").text(1);
        Xml os = domain.child("os");
        os.child("type").attribute("arch", "x86_64").attribute("machine", "q35").text("hvm");
        os.child("kernel").text(path.apply(wanted.kernel()));
        os.child("initrd").text(path.apply(wanted.initramfs()));
        // A kernel that gives up asks for a restart, which is its end here.
        os.child("cmdline")
                .text("console=ttyS0 quiet panic=-1 cryptomgr.notests pando.lifetime="
                        + wanted.lifetime().toSeconds());
        Xml features = domain.child("features");
        features.child("acpi");
        features.child("apic");
        if (!place.hardware()) {
            features.child("tcg").child("tb-cache").attribute("unit", "MiB").text(64);
        }
        domain.child("cpu").attribute("mode", place.hardware() ? "host-passthrough" : "maximum");
        domain.child("clock").attribute("offset", "utc");
        for (String end : List.of("on_poweroff", "on_reboot", "on_crash")) {
            domain.child(end).text("destroy");
        }
        devices(domain.child("devices"), wanted, place, path);
        return domain.toString();
    }

    private static void devices(
            Xml devices, ApplianceSpecification wanted, DomainXml.Place place, UnaryOperator<String> path) {
        for (int index = 0; index < wanted.disks().size(); index++) {
            disk(devices, wanted.disks().get(index), "vd" + (char) ('a' + index), path);
        }
        if (wanted.network()) {
            Xml card = devices.child("interface").attribute("type", "network");
            card.child("source").attribute("network", place.network());
            card.child("model").attribute("type", "virtio");
            card.child("rom").attribute("enabled", "no");
        }
        // What the kernel says goes nowhere unless somebody looks.
        devices.child("serial").attribute("type", "pty").child("target").attribute("port", 0);
        devices.child("channel")
                .attribute("type", "unix")
                .child("target")
                .attribute("type", "virtio")
                .attribute("name", Appliances.LINE);
        devices.child("controller").attribute("type", "usb").attribute("model", "none");
        devices.child("rng")
                .attribute("model", "virtio")
                .child("backend")
                .attribute("model", "random")
                .text("/dev/urandom");
        devices.child("memballoon").attribute("model", "none");
    }

    private static void disk(
            Xml devices, ApplianceSpecification.Disk wanted, String target, UnaryOperator<String> path) {
        Xml disk = devices.child("disk").attribute("type", "file").attribute("device", "disk");
        disk.child("driver")
                .attribute("name", "qemu")
                .attribute("type", wanted.format().name().toLowerCase(Locale.ROOT))
                .attribute("discard", "unmap");
        disk.child("source").attribute("file", path.apply(wanted.volume()));
        disk.child("target").attribute("dev", target).attribute("bus", "virtio");
        disk.child("serial").text(wanted.serial());
        if (!wanted.writable()) {
            disk.child("readonly");
        }
    }
}
