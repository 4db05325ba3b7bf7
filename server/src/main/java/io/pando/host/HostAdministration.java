package io.pando.host;

import io.pando.api.AddHost;
import io.pando.api.Fault;
import io.pando.api.Host;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.UpdateHost;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Hosts that administrators add, label, drain and take away. */
@Service
class HostAdministration {
    private static final int MOST_NAMED = 5;

    private final HostService hosts;
    private final HostStore store;
    private final PandoProperties properties;
    private final Database database;
    private final Reservations reservations;
    private final ObjectProvider<HostPossessions> possessions;
    private final ObjectProvider<HostTenants> tenants;

    HostAdministration(
            HostService hosts,
            HostStore store,
            PandoProperties properties,
            Database database,
            Reservations reservations,
            ObjectProvider<HostPossessions> possessions,
            ObjectProvider<HostTenants> tenants) {
        this.hosts = hosts;
        this.store = store;
        this.properties = properties;
        this.database = database;
        this.reservations = reservations;
        this.possessions = possessions;
        this.tenants = tenants;
    }

    /** What adding a host would come to. Connects to it, and changes nothing there. */
    Plan plan(AddHost wanted) {
        List<Fault> faults = new ArrayList<>(HostRules.faults(wanted));
        if (store.list().stream().anyMatch(host -> host.name().equals(wanted.name()))) {
            faults.add(taken(wanted.name()));
        }
        HostRecord.Resources resources = resources(wanted);
        List<Plan.Effect> effects = new ArrayList<>();
        List<Plan.Refusal> refused = new ArrayList<>();
        if (faults.isEmpty()) {
            switch (HostVisit.to(hosts.address(wanted.uri()), resources)) {
                case HostVisit.Answered found -> {
                    hosts.sameComputer(found.uuid()).ifPresent(other -> faults.add(same(other)));
                    effects.addAll(effects(found, resources));
                }
                case HostVisit.Silent silent -> {
                    Fault fault = silent(silent.why());
                    faults.add(fault);
                    refused.add(new Plan.Refusal(
                            "Host " + wanted.name(), silent.why().problem()));
                }
            }
        }
        return new Plan(
                "host.add",
                "Add the host %s at %s".formatted(wanted.name(), wanted.uri()),
                faults.isEmpty(),
                faults.isEmpty() ? effects : List.of(),
                List.of(),
                null,
                faults,
                refused);
    }

    private static List<Plan.Effect> effects(HostVisit.Answered found, HostRecord.Resources resources) {
        return List.of(
                new Plan.Effect(
                        "Computer",
                        "%s, %s, %d processors, %.1f GiB of memory"
                                .formatted(
                                        found.hostName(),
                                        found.architecture(),
                                        found.processors(),
                                        found.memoryBytes() / 1073741824.0),
                        "it answers: %s, libvirt %s".formatted(found.hypervisor(), found.libvirt())),
                new Plan.Effect(
                        "Pool",
                        found.poolThere()
                                ? "%s is there, %.1f GiB free"
                                        .formatted(resources.pool(), found.poolAvailable() / 1073741824.0)
                                : "%s is made in %s".formatted(resources.pool(), resources.poolPath()),
                        null),
                new Plan.Effect(
                        "Network",
                        found.networkThere()
                                ? "%s is there".formatted(resources.network())
                                : "%s is made with %s".formatted(resources.network(), resources.networkCidr()),
                        null),
                new Plan.Effect(
                        "Acceleration", "a small kernel is booted once", "to see whether hardware acceleration works"));
    }

    /**
     * Adds a host and begins to keep a connection to it.
     *
     * @param force whether it is added although it does not answer now
     * @throws ProblemException with everything that is wrong; host unreachable, with the reason, when it does not answer
     */
    Host add(AddHost wanted, boolean force) {
        List<Fault> faults = HostRules.faults(wanted);
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        // Before the transaction, which has to be short.
        switch (HostVisit.to(hosts.address(wanted.uri()), resources(wanted))) {
            case HostVisit.Answered found ->
                hosts.sameComputer(found.uuid()).ifPresent(other -> {
                    Fault fault = same(other);
                    throw new ProblemException(
                            ProblemType.NAME_TAKEN, fault.message(), fault.help(), List.of(fault), null);
                });
            case HostVisit.Silent silent -> {
                if (!force) {
                    Fault fault = silent(silent.why());
                    throw new ProblemException(
                            ProblemType.HOST_UNREACHABLE,
                            fault.message(),
                            fault.help(),
                            List.of(fault),
                            silent.cause());
                }
            }
        }
        HostRecord host = database.inTransaction(() -> {
            HostRecord made = store.insert(wanted.name(), wanted.uri(), labels(wanted.labels()), own(wanted))
                    .orElseThrow(() -> {
                        Fault fault = taken(wanted.name());
                        return new ProblemException(ProblemType.NAME_TAKEN, fault.message(), fault.help());
                    });
            Deed.present().object("host", made.id(), made.name());
            return made;
        });
        hosts.link(host);
        return hosts.require(host.id());
    }

    Host label(String id, UpdateHost wanted) {
        List<Fault> faults = HostRules.labelFaults(wanted.labels());
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        return change(id, () -> store.label(id, labels(wanted.labels())));
    }

    Host drain(String id, boolean drained) {
        return change(id, () -> store.drain(id, drained));
    }

    private Host change(String id, Runnable write) {
        Host before = hosts.require(id);
        database.inTransaction(() -> {
            Deed.present().object("host", id, before.name()).before(() -> new Said(before.labels(), before.drained()));
            write.run();
            store.findNow(id).ifPresent(now -> Deed.present().after(new Said(now.labels(), now.drained())));
        });
        hosts.update(id);
        return hosts.require(id);
    }

    /** What administrators say of a host, for the audit record: the rest changes at every look. */
    private record Said(List<String> labels, boolean drained) {}

    /**
     * Forgets a host on which nothing is that would be lost. From the check on it is drained: whoever places machines was either first, and
     * is seen, or sees that this host takes none any more.
     */
    void remove(String id) {
        Host host = hosts.require(id);
        if (id.equals(hosts.homeId())) {
            throw new ProblemException(
                    ProblemType.IN_USE,
                    "The host %s is the one of the server's configuration.".formatted(host.name()),
                    "Drain it, so that it gets no new machines.");
        }
        database.inTransaction(() -> {
            reservations.await();
            Deed.present().object("host", id, host.name()).before(() -> new Said(host.labels(), host.drained()));
            refuseIfUsed(host);
            store.drain(id, true);
        });
        hosts.update(id);
        possessions.orderedStream().forEach(owner -> owner.leave(id));
        database.inTransaction(() -> {
            // Somebody may have taken the draining back.
            reservations.await();
            refuseIfUsed(host);
            store.delete(id);
        });
        hosts.unlink(id);
    }

    private void refuseIfUsed(Host host) {
        HostTenants known = tenants.getIfAvailable();
        int machines = known == null ? 0 : known.of(host.id()).machines();
        if (machines > 0) {
            throw new ProblemException(
                    ProblemType.IN_USE,
                    "%d %s on the host %s."
                            .formatted(machines, machines == 1 ? "machine is" : "machines are", host.name()),
                    "Drain it, and delete these machines first.");
        }
        List<String> kept = possessions
                .orderedStream()
                .flatMap(owner -> owner.onlyOn(host.id(), MOST_NAMED).stream())
                .limit(MOST_NAMED)
                .toList();
        if (!kept.isEmpty()) {
            throw new ProblemException(
                    ProblemType.IN_USE,
                    "Only the host %s has %s.".formatted(host.name(), String.join(", ", kept)),
                    "Delete these first.");
        }
    }

    // --- words

    private static Fault taken(String name) {
        return new Fault("name", "There is a host %s already.".formatted(name), "Choose another name.");
    }

    private static Fault same(HostRecord other) {
        return new Fault(
                "uri",
                "The computer at that address is the host %s already.".formatted(other.name()),
                "Nothing has to be done; to give it another address, remove that host first.");
    }

    private static Fault silent(ConnectionFailure why) {
        return new Fault("uri", "The host cannot be used: %s.".formatted(why.problem()), why.help());
    }

    private static List<String> labels(@Nullable List<String> wanted) {
        return wanted == null ? List.of() : wanted.stream().distinct().sorted().toList();
    }

    private static HostRecord.Own own(AddHost wanted) {
        return new HostRecord.Own(wanted.pool(), wanted.poolPath(), wanted.network(), wanted.networkCidr());
    }

    private HostRecord.Resources resources(AddHost wanted) {
        return HostRecord.resources(own(wanted), properties.host());
    }
}
