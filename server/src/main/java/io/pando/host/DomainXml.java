package io.pando.host;

import io.pando.api.Firmware;
import java.util.List;
import java.util.function.UnaryOperator;

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

    /** What the CD drive is attached as. */
    static final String CD_TARGET = "sda";

    /** What the seed is attached as. */
    private static final String SEED_TARGET = "vdz";

    private DomainXml() {}

    /**
     * Where a domain is to run.
     *
     * @param instance name of the installation, as a mark of ownership
     * @param hardware whether the host's acceleration works
     * @param network name of the network that it is plugged into
     */
    record Place(String instance, boolean hardware, String network) {}

    /** @param path where in the pool a volume of this name is */
    static String write(DomainSpecification wanted, Place place, UnaryOperator<String> path) {
        Xml domain = Xml.document("domain").attribute("type", place.hardware() ? "kvm" : "qemu");
        domain.child("name").text(wanted.name());
        domain.child("uuid").text(wanted.uuid());
        domain.child("genid").text(wanted.generationId());
        domain.child("title").text(wanted.title());
        domain.child("description").text(description(wanted));
        Xml mark = domain.child("metadata").child(NAMESPACE, "pando:machine");
        mark.attribute("instance", place.instance())
                .attribute("id", wanted.machineId())
                .attribute("owner", wanted.owner());
        domain.child("memory").attribute("unit", "MiB").text(wanted.memoryMiB());
        domain.child("vcpu").text(wanted.vcpus());
        firmware(domain, wanted, path);
        features(domain, wanted.firmware(), place.hardware());
        domain.child("cpu").attribute("mode", place.hardware() ? "host-passthrough" : "maximum");
        domain.child("clock").attribute("offset", "utc");
        Xml power = domain.child("pm");
        power.child("suspend-to-mem").attribute("enabled", "no");
        power.child("suspend-to-disk").attribute("enabled", "no");
        domain.child("on_poweroff").text("destroy");
        domain.child("on_reboot").text("restart");
        domain.child("on_crash").text("destroy");
        devices(domain.child("devices"), wanted, place, path);
        return domain.toString();
    }

    /** For people who look with other tools. */
    static String description(DomainSpecification wanted) {
        return "Made by Pando for %s.".formatted(wanted.owner());
    }

    private static void firmware(Xml domain, DomainSpecification wanted, UnaryOperator<String> path) {
        Xml os = domain.child("os");
        os.child("type").attribute("arch", "x86_64").attribute("machine", "q35").text("hvm");
        String nvram = wanted.nvram();
        if (nvram != null) {
            boolean secure = wanted.firmware() == Firmware.UEFI_SECURE_BOOT;
            // Which file of the host's that is, libvirt looks up in the host's own descriptions of its firmware.
            os.attribute("firmware", "efi");
            Xml chosen = os.child("firmware");
            for (String feature : List.of("secure-boot", "enrolled-keys")) {
                chosen.child("feature")
                        .attribute("enabled", secure ? "yes" : "no")
                        .attribute("name", feature);
            }
            os.child("nvram").text(path.apply(nvram));
        }
        if (startsFromFirstDisk(wanted)) {
            os.child("boot").attribute("dev", "hd");
        }
        os.child("smbios").attribute("mode", "sysinfo");
        Xml system = domain.child("sysinfo").attribute("type", "smbios").child("system");
        system.child("entry").attribute("name", "manufacturer").text("Pando");
        system.child("entry").attribute("name", "product").text("Pando machine");
        system.child("entry").attribute("name", "serial").text(wanted.serial());
        system.child("entry").attribute("name", "uuid").text(wanted.uuid());
    }

    private static boolean startsFromFirstDisk(DomainSpecification wanted) {
        return wanted.boot().equals(List.of(wanted.disks().getFirst().target()));
    }

    private static void features(Xml domain, Firmware firmware, boolean hardware) {
        Xml features = domain.child("features");
        features.child("acpi");
        features.child("apic");
        if (firmware == Firmware.UEFI_SECURE_BOOT) {
            // Keeps the guest's own kernel from rewriting the variables that decide what may start.
            features.child("smm").attribute("state", "on");
        }
        if (!hardware) {
            // Without a limit QEMU's translation cache grows to 1 GiB a machine, which a dense host does not have.
            features.child("tcg").child("tb-cache").attribute("unit", "MiB").text(64);
        }
    }

    private static void devices(Xml devices, DomainSpecification wanted, Place place, UnaryOperator<String> path) {
        boolean ordered = !startsFromFirstDisk(wanted);
        for (DomainSpecification.Disk disk : wanted.disks()) {
            Xml written = disk(devices, disk, path);
            if (ordered) {
                order(written, wanted, disk.target());
            }
        }
        String seed = wanted.seed();
        if (seed != null) {
            seed(devices, seed, path);
        }
        DomainSpecification.CdDrive drive = wanted.cd();
        if (drive != null) {
            // By SCSI over virtio: kernels made for clouds lack what a real drive is usually attached to.
            scsiController(devices);
            Xml written = cd(devices, drive, path);
            if (ordered) {
                order(written, wanted, DomainSpecification.CD);
            }
        }
        for (DomainSpecification.Card card : wanted.cards()) {
            card(devices, card, place);
        }

        devices.child("serial").attribute("type", "pty").child("target").attribute("port", 0);
        devices.child("console")
                .attribute("type", "pty")
                .child("target")
                .attribute("type", "serial")
                .attribute("port", 0);
        Xml agent = devices.child("channel").attribute("type", "unix");
        agent.child("target").attribute("type", "virtio").attribute("name", "org.qemu.guest_agent.0");
        if (seed != null) {
            devices.child("channel")
                    .attribute("type", "unix")
                    .child("target")
                    .attribute("type", "virtio")
                    .attribute("name", GuestLines.PROVISIONING);
        }
        // A tablet reports where the pointer is, not how far it moved: the pointer in the page and in the guest stay
        // together.
        devices.child("controller").attribute("type", "usb").attribute("model", "none");
        // By virtio, because a USB tablet would be asked a thousand times a second, by every idle machine.
        devices.child("input").attribute("type", "tablet").attribute("bus", "virtio");
        ScreenXml.write(devices, wanted.uuid());
        devices.child("video").child("model").attribute("type", "vga");
        devices.child("rng")
                .attribute("model", "virtio")
                .child("backend")
                .attribute("model", "random")
                .text("/dev/urandom");
        devices.child("memballoon").attribute("model", "virtio");
        if (wanted.tpm()) {
            devices.child("tpm")
                    .attribute("model", "tpm-crb")
                    .child("backend")
                    .attribute("type", "emulator")
                    .attribute("version", "2.0");
        }
        devices.child("controller").attribute("type", "pci").attribute("model", "pcie-root");
        for (int port = 0; port < SPARE_PORTS; port++) {
            devices.child("controller").attribute("type", "pci").attribute("model", "pcie-root-port");
        }
    }

    private static void order(Xml device, DomainSpecification wanted, String name) {
        int place = wanted.boot().indexOf(name);
        if (place >= 0) {
            device.child("boot").attribute("order", place + 1);
        }
    }

    private static Xml disk(Xml devices, DomainSpecification.Disk wanted, UnaryOperator<String> path) {
        Xml disk = devices.child("disk").attribute("type", "file").attribute("device", "disk");
        // The format is named, never probed: a guest can write any header it likes into its disk.
        disk.child("driver")
                .attribute("name", "qemu")
                .attribute("type", "qcow2")
                .attribute("discard", "unmap");
        disk.child("source").attribute("file", path.apply(wanted.volume()));
        disk.child("target").attribute("dev", wanted.target()).attribute("bus", "virtio");
        if (!wanted.target().equals(DomainSpecification.FIRST_DISK)) {
            // So that it can be told apart within the guest, whatever order disks are found in.
            disk.child("serial").text(wanted.target());
        }
        return disk;
    }

    /** Behind all others, so that these are called as they would be without it. */
    private static void seed(Xml devices, String volume, UnaryOperator<String> path) {
        Xml disk = devices.child("disk").attribute("type", "file").attribute("device", "disk");
        disk.child("driver").attribute("name", "qemu").attribute("type", "raw");
        disk.child("source").attribute("file", path.apply(volume));
        disk.child("target").attribute("dev", SEED_TARGET).attribute("bus", "virtio");
        disk.child("serial").text("seed");
        disk.child("readonly");
    }

    private static Xml scsiController(Xml devices) {
        return devices.child("controller")
                .attribute("type", "scsi")
                .attribute("index", 0)
                .attribute("model", "virtio-scsi");
    }

    private static Xml cd(Xml devices, DomainSpecification.CdDrive wanted, UnaryOperator<String> path) {
        Xml drive = devices.child("disk").attribute("type", "file").attribute("device", "cdrom");
        drive.child("driver").attribute("name", "qemu").attribute("type", "raw");
        String volume = wanted.volume();
        if (volume != null) {
            drive.child("source").attribute("file", path.apply(volume));
        }
        drive.child("target").attribute("dev", CD_TARGET).attribute("bus", "scsi");
        drive.child("readonly");
        return drive;
    }

    private static void card(Xml devices, DomainSpecification.Card wanted, Place place) {
        Xml card = devices.child("interface").attribute("type", "network");
        card.child("mac").attribute("address", wanted.mac());
        card.child("source").attribute("network", place.network());
        card.child("model").attribute("type", "virtio");
        // Nothing boots from the network: its boot ROM would only take time.
        card.child("rom").attribute("enabled", "no");
        card.child("link").attribute("state", wanted.linkUp() ? "up" : "down");
    }

    /** A disk by itself, to be plugged in. */
    static String write(DomainSpecification.Disk disk, UnaryOperator<String> path) {
        return disk(Xml.document("devices"), disk, path).toString();
    }

    /** A network card by itself, to be plugged in. */
    static String write(DomainSpecification.Card card, Place place) {
        Xml devices = Xml.document("devices");
        card(devices, card, place);
        return devices.children("interface").getFirst().toString();
    }

    /** What a CD drive is attached to, by itself. */
    static String scsiController() {
        return scsiController(Xml.document("devices")).toString();
    }

    /** A CD drive by itself, to be plugged in or to have its disc changed. */
    static String write(DomainSpecification.CdDrive drive, UnaryOperator<String> path) {
        return cd(Xml.document("devices"), drive, path).toString();
    }
}
