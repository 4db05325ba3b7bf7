package io.pando.host;

import io.pando.libvirt.AddressSource;
import io.pando.libvirt.Affects;
import io.pando.libvirt.Connection;
import io.pando.libvirt.Domain;
import io.pando.libvirt.DomainState;
import io.pando.libvirt.HandleList;
import io.pando.libvirt.InterfaceAddresses;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.PowerRequest;
import io.pando.libvirt.UndefineFlag;
import io.pando.libvirt.XmlFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Domains by libvirt. Lists and touches only what carries this installation's mark in its metadata. */
final class LibvirtDomains implements Domains {
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
        String xml = DomainXml.write(specification, place.get(), disks.path(specification.disk()));
        LibvirtCalls.run(
                "register " + specification.name(),
                () -> connection.defineDomain(xml).close());
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
                domain.start();
            }
        });
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
        with(uuid, up ? "plug the network cable in" : "pull the network cable", domain -> {
            boolean active = domain.state().isActive();
            Xml card = Xml.parse(domain.xml(active ? new XmlFlag[0] : new XmlFlag[] {XmlFlag.INACTIVE}))
                    .find("devices", "interface")
                    .orElseThrow(() ->
                            new HostException(HostException.Reason.ABSENT, "The machine has no network card.", null));
            Xml link = card.children("link").stream().findFirst().orElseGet(() -> card.child("link"));
            link.attribute("state", up ? "up" : "down");
            domain.updateDevice(card.toString(), active ? Affects.LIVE_AND_CONFIG : Affects.CONFIG);
        });
    }

    @Override
    public List<String> addresses(UUID uuid) {
        return LibvirtCalls.call(
                "find the machine's addresses",
                () -> connection
                        .findDomain(uuid)
                        .map(found -> {
                            try (Domain domain = found) {
                                return domain.state().isActive()
                                        ? domain.interfaceAddresses(AddressSource.LEASE).stream()
                                                .flatMap(card -> card.addresses().stream())
                                                .map(InterfaceAddresses.Address::ip)
                                                .distinct()
                                                .toList()
                                        : List.<String>of();
                            }
                        })
                        .orElse(List.of()));
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
