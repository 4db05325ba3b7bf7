package io.pando.host;

import io.pando.libvirt.Affects;
import io.pando.libvirt.Connection;
import io.pando.libvirt.DhcpLease;
import io.pando.libvirt.Domain;
import io.pando.libvirt.DomainState;
import io.pando.libvirt.HandleList;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.Network;
import io.pando.libvirt.PowerRequest;
import io.pando.libvirt.UndefineFlag;
import io.pando.libvirt.XmlFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Domains by libvirt. Lists and touches only what carries this installation's mark in its metadata. */
final class LibvirtDomains implements Domains {
    /** How long a guest may take to let go of a device that is unplugged. */
    private static final Duration LETTING_GO = Duration.ofSeconds(20);

    private static final long LOOK_EVERY_MILLIS = 100;

    private final Connection connection;
    private final Supplier<DomainXml.Place> place;
    private final LibvirtDisks disks;

    LibvirtDomains(Connection connection, Supplier<DomainXml.Place> place, LibvirtDisks disks) {
        this.connection = connection;
        this.place = place;
        this.disks = disks;
    }

    @Override
    public void define(DomainSpecification specification) {
        LibvirtCalls.run("register " + specification.name(), () -> {
            DomainSpecification wanted = specification.named(nameFor(specification));
            define(DomainXml.write(wanted, place.get(), inPool()));
        });
    }

    private void define(String xml) {
        try (Domain domain = connection.defineDomain(xml)) {
            demandHiddenScreen(domain, Xml.parse(domain.xml(XmlFlag.INACTIVE)));
        }
    }

    /** libvirt has changed where a screen is shown without a word before, and no password protects it. */
    private static void demandHiddenScreen(Domain domain, Xml definition) {
        if (!ScreenXml.hidden(definition)) {
            throw new HostException(
                    HostException.Reason.REFUSED,
                    "The host would show the screen of %s on its network.".formatted(domain.name()),
                    null);
        }
    }

    /** The name to register a domain under: one that runs, or whose memory is saved, keeps the name that it has. */
    private String nameFor(DomainSpecification specification) {
        return connection
                .findDomain(specification.uuid())
                .map(found -> {
                    try (Domain domain = found) {
                        if (domain.name().equals(specification.name())
                                || domain.state().isActive()
                                || domain.hasManagedSave()) {
                            return domain.name();
                        }
                        domain.rename(specification.name());
                        return specification.name();
                    }
                })
                .orElse(specification.name());
    }

    /** Where volumes are, asked of the host once. */
    private UnaryOperator<String> inPool() {
        String folder = disks.path("");
        return volume -> folder + volume;
    }

    @Override
    public void rename(UUID uuid, String name) {
        with(uuid, "rename the machine", domain -> {
            if (!domain.name().equals(name)) {
                domain.rename(name);
            }
        });
    }

    @Override
    public void describe(DomainSpecification specification) {
        with(
                specification.uuid(),
                "say whose it is",
                domain -> domain.describe(
                        specification.title(),
                        DomainXml.description(specification),
                        domain.state().isActive() ? Affects.LIVE_AND_CONFIG : Affects.CONFIG));
    }

    @Override
    public void plug(DomainSpecification wanted) throws InterruptedException {
        UUID uuid = wanted.uuid();
        UnaryOperator<String> path = inPool();
        with(uuid, "change the machine's devices", domain -> {
            if (domain.state().isActive()) {
                unplug(domain, wanted);
                plugDisks(domain, wanted, path);
                plugCards(domain, wanted);
                changeDisc(domain, wanted, path);
            }
        });
        long end = System.nanoTime() + LETTING_GO.toNanos();
        while (true) {
            Optional<String> held = held(wanted);
            if (held.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new HostException(
                        HostException.Reason.HELD, "The guest does not let go of %s.".formatted(held.get()), null);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static void unplug(Domain domain, DomainSpecification wanted) {
        for (Xml device : tooMuch(domain, wanted)) {
            try {
                domain.detachDevice(device.toString(), Affects.LIVE);
            } catch (LibvirtException underWay) {
                if (!String.valueOf(underWay.getMessage()).contains("in the process of unplug")) {
                    throw underWay;
                }
            }
        }
    }

    /** Disks and cards that run and are not wanted. */
    private static List<Xml> tooMuch(Domain domain, DomainSpecification wanted) {
        return Stream.concat(
                        devices(domain, "disk")
                                .filter(disk -> disk.get("device").equals("disk"))
                                .filter(disk -> wanted.disks().stream()
                                        .noneMatch(other -> other.target().equals(within(disk, "target", "dev")))),
                        devices(domain, "interface")
                                .filter(card -> wanted.cards().stream()
                                        .noneMatch(other -> other.mac().equals(within(card, "mac", "address")))))
                .toList();
    }

    private Optional<String> held(DomainSpecification wanted) {
        return LibvirtCalls.call(
                "look at a domain",
                () -> connection.findDomain(wanted.uuid()).flatMap(found -> {
                    try (Domain domain = found) {
                        if (!domain.state().isActive()) {
                            return Optional.empty();
                        }
                        return tooMuch(domain, wanted).stream()
                                .map(device -> device.find("target")
                                                .filter(target ->
                                                        target.get("bus").equals("virtio"))
                                                .isPresent()
                                        ? "the disk " + within(device, "target", "dev")
                                        : "the network card " + within(device, "mac", "address"))
                                .findFirst();
                    }
                }));
    }

    private static void plugDisks(Domain domain, DomainSpecification wanted, UnaryOperator<String> path) {
        for (DomainSpecification.Disk disk : wanted.disks()) {
            if (devices(domain, "disk")
                    .noneMatch(other -> within(other, "target", "dev").equals(disk.target()))) {
                domain.attachDevice(DomainXml.write(disk, path), Affects.LIVE);
            }
        }
    }

    private void plugCards(Domain domain, DomainSpecification wanted) {
        for (DomainSpecification.Card card : wanted.cards()) {
            Optional<Xml> present = devices(domain, "interface")
                    .filter(other -> within(other, "mac", "address").equals(card.mac()))
                    .findFirst();
            if (present.isEmpty()) {
                domain.attachDevice(DomainXml.write(card, place.get()), Affects.LIVE);
            } else if (card.linkUp() == within(present.get(), "link", "state").equals("down")) {
                domain.updateDevice(linked(present.get(), card.linkUp()), Affects.LIVE);
            }
        }
    }

    private static void changeDisc(Domain domain, DomainSpecification wanted, UnaryOperator<String> path) {
        DomainSpecification.CdDrive drive = wanted.cd();
        Optional<Xml> present = devices(domain, "disk")
                .filter(disk -> disk.get("device").equals("cdrom"))
                .findFirst();
        if (drive == null) {
            return;
        }
        if (present.isEmpty()) {
            if (devices(domain, "controller")
                    .noneMatch(other -> other.get("type").equals("scsi"))) {
                domain.attachDevice(DomainXml.scsiController(), Affects.LIVE);
            }
            domain.attachDevice(DomainXml.write(drive, path), Affects.LIVE);
            return;
        }
        String volume = drive.volume();
        String file = volume == null ? "" : path.apply(volume);
        if (!within(present.get(), "source", "file").equals(file)) {
            changeMedium(domain, DomainXml.write(drive, path), within(present.get(), "alias", "name"));
        }
    }

    /**
     * Libvirt does not know of the tray of a drive that was plugged in while the machine ran, and so neither opens nor closes it.
     *
     * @see <a href="https://qemu.readthedocs.io/en/master/interop/qemu-qmp-ref.html">QEMU: blockdev-open-tray</a>
     */
    private static void changeMedium(Domain domain, String drive, String device) {
        try {
            domain.changeMedium(drive, Affects.LIVE);
        } catch (LibvirtException failure) {
            if (!String.valueOf(failure.getMessage()).contains("is not open")) {
                throw failure;
            }
            domain.monitorCommand("""
                    {"execute": "blockdev-open-tray", "arguments": {"id": "%s", "force": true}}""".formatted(device));
            domain.changeMedium(drive, Affects.LIVE);
            domain.monitorCommand("""
                    {"execute": "blockdev-close-tray", "arguments": {"id": "%s"}}""".formatted(device));
        }
    }

    private static Stream<Xml> devices(Domain domain, String kind) {
        return Xml.parse(domain.xml()).children("devices").getFirst().children(kind).stream();
    }

    private static String within(Xml device, String element, String attribute) {
        return device.find(element).map(found -> found.get(attribute)).orElse("");
    }

    @Override
    public void growDisk(UUID uuid, String target, String volume, long virtualSize) {
        with(uuid, "enlarge the disk " + target, domain -> {
            if (!domain.state().isActive()) {
                disks.grow(volume, virtualSize);
            } else if (domain.block(target).info().capacityBytes() < virtualSize) {
                domain.block(target).resize(virtualSize);
            }
        });
    }

    @Override
    public Optional<Domains.Registered> find(UUID uuid) {
        return LibvirtCalls.call(
                "look at a domain",
                () -> connection.findDomain(uuid).flatMap(found -> {
                    try (Domain domain = found) {
                        return seen(domain);
                    } catch (LibvirtException gone) {
                        // One that is removed while it is looked at is as good as absent.
                        if (!gone.isNoDomain()) {
                            throw gone;
                        }
                        return Optional.empty();
                    }
                }));
    }

    @Override
    public List<Domains.Registered> list() {
        return LibvirtCalls.call("list its domains", () -> {
            List<Domains.Registered> mine = new ArrayList<>();
            try (HandleList<Domain> domains = connection.domains()) {
                for (Domain domain : domains) {
                    try {
                        seen(domain).ifPresent(mine::add);
                    } catch (LibvirtException gone) {
                        // One that was removed since the list was made is as good as not listed.
                        if (!gone.isNoDomain()) {
                            throw gone;
                        }
                    }
                }
            }
            return mine;
        });
    }

    /** Empty for a domain of somebody else's. */
    private Optional<Domains.Registered> seen(Domain domain) {
        Optional<String> metadata;
        try {
            metadata = domain.metadata(DomainXml.NAMESPACE);
        } catch (LibvirtException none) {
            return Optional.empty();
        }
        Optional<Xml> mark =
                metadata.map(Xml::parse).filter(xml -> place.get().instance().equals(xml.get("instance")));
        if (mark.isEmpty()) {
            return Optional.empty();
        }
        Xml xml = Xml.parse(domain.xml(XmlFlag.INACTIVE));
        String serial = xml.find("sysinfo", "system")
                .flatMap(system -> system.children("entry").stream()
                        .filter(entry -> entry.get("name").equals("serial"))
                        .findFirst())
                .map(Xml::content)
                .orElse("");
        String mac = xml.find("devices", "interface", "mac")
                .map(found -> found.get("address"))
                .orElse("");
        return Optional.of(new Domains.Registered(
                domain.uuid(),
                domain.name(),
                state(domain.state()),
                mark.get().get("id"),
                mac,
                serial,
                xml.find("genid").map(Xml::content).orElse(""),
                xml.find("devices", "disk", "source")
                        .map(source -> source.get("file"))
                        .orElse(""),
                domain.hasManagedSave()));
    }

    private static Domains.Power state(DomainState state) {
        return switch (state.state()) {
            case RUNNING, BLOCKED, NO_STATE, SHUTTING_DOWN, PM_SUSPENDED -> Domains.Power.RUNNING;
            case PAUSED -> Domains.Power.PAUSED;
            case SHUT_OFF -> state.reason().equals("crashed") ? Domains.Power.CRASHED : Domains.Power.OFF;
            case CRASHED -> Domains.Power.CRASHED;
        };
    }

    @Override
    public void start(UUID uuid) {
        with(uuid, "start the machine", domain -> {
            DomainState state = domain.state();
            if (state.state() == DomainState.State.PAUSED) {
                domain.resume();
            } else if (!state.isActive()) {
                if (!domain.hasManagedSave()) {
                    renewScreen(domain);
                }
                domain.start();
            }
        });
    }

    /** A memory that was kept goes on only with the devices that it knows; every other start may bring new ones. */
    private void renewScreen(Domain domain) {
        Xml definition = Xml.parse(domain.xml(XmlFlag.INACTIVE));
        if (ScreenXml.reachable(definition)) {
            demandHiddenScreen(domain, definition);
        } else {
            ScreenXml.renew(definition, domain.uuid());
            define(definition.toString());
        }
    }

    @Override
    public void shutdown(UUID uuid) {
        with(uuid, "shut the machine down", domain -> unlessOff(domain, () -> domain.shutdown(PowerRequest.ANY)));
    }

    @Override
    public void powerOff(UUID uuid) {
        with(uuid, "cut the machine's power", domain -> unlessOff(domain, domain::destroy));
    }

    /** Does something to a domain that is on. One that goes off in this very moment is no error. */
    private static void unlessOff(Domain domain, Runnable work) {
        if (!domain.state().isActive()) {
            return;
        }
        try {
            work.run();
        } catch (LibvirtException endedMeanwhile) {
            if (!endedMeanwhile.isInvalidState()) {
                throw endedMeanwhile;
            }
        }
    }

    @Override
    public void suspend(UUID uuid) {
        with(uuid, "write the machine's memory to disk", domain -> {
            if (domain.state().isActive()) {
                domain.managedSave();
            }
        });
    }

    @Override
    public void undefine(UUID uuid) {
        LibvirtCalls.run(
                "forget the machine",
                () -> connection.findDomain(uuid).ifPresent(found -> {
                    try (Domain domain = found) {
                        domain.undefine(UndefineFlag.MANAGED_SAVE, UndefineFlag.SNAPSHOTS_METADATA, UndefineFlag.NVRAM);
                    }
                }));
    }

    @Override
    public void setLink(UUID uuid, boolean up) {
        with(uuid, up ? "plug the network cables in" : "pull the network cables", domain -> {
            boolean active = domain.state().isActive();
            Xml devices = Xml.parse(domain.xml(active ? new XmlFlag[0] : new XmlFlag[] {XmlFlag.INACTIVE}))
                    .children("devices")
                    .getFirst();
            for (Xml card : devices.children("interface")) {
                domain.updateDevice(linked(card, up), active ? Affects.LIVE_AND_CONFIG : Affects.CONFIG);
            }
        });
    }

    private static String linked(Xml card, boolean up) {
        Xml link = card.children("link").stream().findFirst().orElseGet(() -> card.child("link"));
        link.attribute("state", up ? "up" : "down");
        return card.toString();
    }

    @Override
    public Map<String, List<String>> leases() {
        return LibvirtCalls.call(
                "list what its network has lent",
                () -> connection
                        .findNetwork(place.get().network())
                        .map(LibvirtDomains::leases)
                        .orElse(Map.of()));
    }

    private static Map<String, List<String>> leases(Network found) {
        try (Network network = found) {
            return network.isActive()
                    ? network.leases().stream()
                            .collect(Collectors.groupingBy(
                                    lease -> lease.mac().toLowerCase(Locale.ROOT),
                                    Collectors.mapping(DhcpLease::ip, Collectors.toList())))
                    : Map.of();
        } catch (LibvirtException failure) {
            // Not every driver of libvirt lends addresses.
            if (failure.isUnsupported()) {
                return Map.of();
            }
            throw failure;
        }
    }

    /** A domain of this installation's by its UUID, for one piece of work. */
    private void with(UUID uuid, String what, Consumer<Domain> work) {
        LibvirtCalls.run(what, () -> {
            try (Domain domain = connection
                    .findDomain(uuid)
                    .orElseThrow(() -> new HostException(
                            HostException.Reason.ABSENT, "The host does not know the machine any more.", null))) {
                work.accept(domain);
            }
        });
    }
}
