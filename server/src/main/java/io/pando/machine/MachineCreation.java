package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.ProjectAccess;
import io.pando.access.Quotas;
import io.pando.api.Amounts;
import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.Network;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.ProjectReference;
import io.pando.configuration.PandoProperties;
import io.pando.event.Deed;
import io.pando.guest.Login;
import io.pando.host.Hosts;
import io.pando.host.NewIdentity;
import io.pando.host.Reservations;
import io.pando.image.ImageCopies;
import io.pando.image.Master;
import io.pando.image.Masters;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.matching.Offer;
import io.pando.matching.Wanted;
import io.pando.placement.Architectures;
import io.pando.placement.Candidate;
import io.pando.placement.Decision;
import io.pando.placement.Rules;
import io.pando.problem.ProblemException;
import io.pando.secret.Secrets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Turns requests for machines into plans, and plans into jobs. */
@Service
class MachineCreation {
    private final MachineStore store;
    private final HardwareStore hardware;
    private final MachineViews views;
    private final Masters masters;
    private final Hosts hosts;
    private final Jobs jobs;
    private final ProjectAccess projects;
    private final Quotas quotas;
    private final Estimates estimates;
    private final Secrets secrets;
    private final PandoProperties properties;
    private final Clock clock;
    private final Rules rules;
    private final ImageCopies copies;
    private final Reservations reservations;
    private final PlacementStore placements;
    private final WarmPools warm;

    MachineCreation(
            MachineStore store,
            HardwareStore hardware,
            MachineViews views,
            Masters masters,
            Hosts hosts,
            Jobs jobs,
            ProjectAccess projects,
            Quotas quotas,
            Estimates estimates,
            Secrets secrets,
            PandoProperties properties,
            Clock clock,
            Rules rules,
            ImageCopies copies,
            Reservations reservations,
            PlacementStore placements,
            WarmPools warm) {
        this.store = store;
        this.hardware = hardware;
        this.views = views;
        this.masters = masters;
        this.hosts = hosts;
        this.jobs = jobs;
        this.projects = projects;
        this.quotas = quotas;
        this.estimates = estimates;
        this.secrets = secrets;
        this.properties = properties;
        this.clock = clock;
        this.rules = rules;
        this.copies = copies;
        this.reservations = reservations;
        this.placements = placements;
        this.warm = warm;
    }

    /** What a request would come to. Changes nothing. */
    Plan plan(Caller caller, CreateMachine wanted) {
        ProjectReference project = projects.place(caller, wanted.project());
        Fleet fleet = fleet(project);
        return plan(caller, wanted, project, fleet, decide(caller, wanted, project, fleet, true));
    }

    /** Carries a request out; a plan that does not fit is refused with everything that is wrong. */
    Job create(Caller caller, CreateMachine wanted, @Nullable String key) {
        IdempotencyKey idempotencyKey =
                IdempotencyKey.of(key, MachineJobs.CREATE, GuestSecrets.fingerprint(wanted, secrets));
        return jobs.once(caller, idempotencyKey, once -> submit(caller, wanted, once));
    }

    /** Carries a request out that an earlier job could not. */
    Job createAgain(Caller caller, CreateMachine sealed) {
        return jobs.once(caller, null, once -> submit(caller, GuestSecrets.open(sealed, secrets), once));
    }

    private Job submit(Caller caller, CreateMachine wanted, @Nullable IdempotencyKey key) {
        // The machine's row is the reservation: until it is written down and committed, nobody else counts.
        reservations.await();
        ProjectReference project = projects.place(caller, wanted.project());
        Fleet fleet = fleet(project);
        Decided decided = decide(caller, wanted, project, fleet, false);
        ClonePlan decision = decided.plan();
        decision.orElseThrow();
        Plan plan = plan(caller, wanted, project, fleet, decided);
        Master master = Objects.requireNonNull(decided.master(), "A plan that is feasible has an image");
        Decision placement = decision.chosen();
        WarmChoice choice = decided.choice();
        WarmMachine taken = choice.taken();
        warm.giveWay(choice.givingWay());
        MachineRecord asked = record(caller, wanted, project, master, decision.hostId());
        MachineRecord machine = taken == null ? asked : warm.claimed(taken, asked);
        if (taken == null ? !store.insert(machine) : !warm.claim(taken, machine)) {
            throw new ProblemException(
                    ProblemType.NAME_TAKEN,
                    "You have a machine %s already.".formatted(wanted.name()),
                    "Choose another name.");
        }
        quotas.reserve(project.id(), machine.charge(), amounts(wanted, master));
        hardware.put(
                machine.id(),
                taken == null
                        ? hardware(machine, wanted, master)
                        : grown(hardware.find(machine).hardware(), wanted, master));
        if (taken == null) {
            warm.countMiss(wanted, master);
        }
        Job job = jobs.submit(new JobSubmission<>(
                kind(decided),
                "Create machine " + machine.name(),
                caller.userId(),
                project.id(),
                new Job.Subject("machine", machine.id(), machine.name()),
                variant(wanted, master),
                new MachineRequest(
                        machine.id(),
                        GuestSecrets.seal(understood(project, master, wanted), secrets),
                        null,
                        taken == null ? null : taken.token()),
                plan,
                key));
        placements.record(machine.id(), placement);
        Deed.present()
                .after(new Placed(
                        decision.hostId(),
                        hostName(placement),
                        placement.question().digest()));
        views.publish(machine.id());
        return job;
    }

    static Hardware hardware(MachineRecord machine, CreateMachine wanted, Master master) {
        Hardware simple = Hardware.simple(
                        machine.vcpus(),
                        machine.memoryMiB(),
                        ClonePlan.firmware(wanted, master),
                        Boolean.TRUE.equals(wanted.tpm()),
                        machine.disk(),
                        master.virtualSize(),
                        machine.mac())
                .withFurtherNics(Stream.generate(() -> NewIdentity.random().mac())
                        .limit(master.cards() - 1)
                        .toList());
        return grown(simple, wanted, master);
    }

    private static Hardware grown(Hardware made, CreateMachine wanted, Master master) {
        long size = ClonePlan.diskBytes(wanted, master);
        Hardware grown = size == master.virtualSize() ? made : made.eachDisk(disk -> disk.grown(size));
        return ClonePlan.network(wanted) == Network.NONE ? grown.unplugged() : grown;
    }

    /**
     * For the audit record: where the machine goes. What the decision was made from is kept with the machine.
     *
     * @param placement digest of what it was made from
     */
    private record Placed(String hostId, String host, String placement) {}

    private static String hostName(Decision placement) {
        return placement.ranking().getFirst().choice().host();
    }

    /**
     * How the hosts stand, whatever is asked for. What is suggested is tried with the same: many plans come of one request.
     *
     * @param runnable architectures that there are hosts for
     * @param promisedDisk bytes that full copies which are on their way will take, by host id
     * @param labels of the project's machines, and how many have each, by host id: those of others are nobody's business
     * @param warm machines that wait, or are about to
     */
    private record Fleet(
            List<Host> hosts,
            Set<String> runnable,
            ImageCopies.Caches copies,
            Map<String, Long> promisedDisk,
            Map<String, NavigableMap<String, Integer>> labels,
            List<WarmMachine> warm) {}

    private Fleet fleet(ProjectReference project) {
        List<Host> all = hosts.all();
        Set<String> runnable = all.stream()
                .map(Host::architecture)
                .filter(Objects::nonNull)
                .flatMap(architecture -> Architectures.runBy(architecture).stream())
                .collect(Collectors.toSet());
        return new Fleet(
                all,
                runnable,
                copies.caches(),
                store.promisedDisk(),
                store.labelsByHost(project.id()),
                warm.machines());
    }

    /** A plan with what is made or taken for it, and the image that it is about; null where there is none. */
    private record Decided(WarmChoice choice, @Nullable Master master) {
        ClonePlan plan() {
            return choice.plan();
        }
    }

    /** @param choosing whether other images than the one that is named matter, too: for what could be suggested */
    private Decided decide(
            Caller caller, CreateMachine wanted, ProjectReference project, Fleet fleet, boolean choosing) {
        ImageChoice choice = choice(caller, wanted, project, fleet, choosing);
        Master master = choice.image() == null
                ? null
                : masters.ready(caller, choice.image(), project.id()).orElse(null);
        List<Fault> shortfalls = master == null ? List.of() : shortfalls(wanted, project, master);
        List<Candidate> candidates = HostCandidates.of(
                fleet.hosts(),
                master == null ? null : master.id(),
                master == null ? null : master.hostId(),
                fleet.copies(),
                fleet.promisedDisk(),
                HostCandidates.asked(fleet.labels(), wanted.where()));
        return new Decided(
                WarmChoice.of(
                        wanted,
                        master,
                        fleet.warm(),
                        candidates,
                        hosts -> ClonePlan.of(
                                wanted,
                                new ClonePlan.Situation(
                                        properties.instance(),
                                        caller.name(),
                                        name -> store.nameTaken(caller.userId(), name),
                                        choice,
                                        master,
                                        hosts,
                                        rules,
                                        project.name(),
                                        shortfalls))),
                master);
    }

    private ImageChoice choice(
            Caller caller, CreateMachine wanted, ProjectReference project, Fleet fleet, boolean choosing) {
        List<String> packages = Wanted.of(wanted, Set.of()).packages();
        String named = wanted.image();
        List<Offer> offers = new ArrayList<>();
        String whyNot = null;
        if (named != null) {
            masters.offer(caller, named, project.id(), packages).ifPresent(offers::add);
            whyNot = offers.isEmpty()
                    ? masters.whyNot(caller, named, project.id()).orElse(null)
                    : null;
        }
        if (named == null || choosing) {
            masters.offers(caller, project.id(), packages).stream()
                    .filter(Predicate.not(offers::contains))
                    .forEach(offers::add);
        }
        return ImageChoice.of(wanted, offers, whyNot, fleet.runnable(), clock.instant());
    }

    /** What is asked for in vain is told as a fault of its own; it takes nothing. */
    private List<Fault> shortfalls(CreateMachine wanted, ProjectReference project, Master master) {
        return ClonePlan.vcpus(wanted, master) < 0 || ClonePlan.memoryMiB(wanted, master) < 0
                ? List.of()
                : quotas.shortfalls(project.id(), MachineRecord.charge("new"), amounts(wanted, master));
    }

    /** A linked disk, too, may grow until it is full. */
    private static Amounts amounts(CreateMachine wanted, Master master) {
        return Amounts.machine(
                ClonePlan.vcpus(wanted, master),
                ClonePlan.memoryMiB(wanted, master),
                ClonePlan.diskBytes(wanted, master));
    }

    /** Whoever asks for the same again later may have another project of the own, and other images to choose from. */
    private static CreateMachine understood(ProjectReference project, Master master, CreateMachine wanted) {
        return wanted.withProject(project.id()).withImage(master.id());
    }

    private Plan plan(Caller caller, CreateMachine wanted, ProjectReference project, Fleet fleet, Decided decided) {
        Master master = decided.master();
        ClonePlan decision = decided.plan();
        Mending mending = Mending.of(
                wanted,
                decision,
                changed -> decide(caller, changed, project, fleet, true).plan());
        List<Plan.PlannedStep> steps =
                master == null ? List.of() : estimates.steps(kind(decided), variant(wanted, master));
        Double total = Estimates.total(steps);
        return new Plan(
                kind(decided),
                "Clone %s as %s for %s"
                        .formatted(master == null ? "an image" : master.name(), wanted.name(), caller.name()),
                decision.feasible(),
                decision.effects(),
                steps,
                total == null && master != null ? guess(decided, master) : total,
                mending.findings().stream().map(ClonePlan.Finding::fault).toList(),
                decision.refused(),
                decision.ranking(),
                mending.whole());
    }

    private static String kind(Decided decided) {
        Master master = decided.master();
        if (decided.choice().taken() != null) {
            return MachineJobs.CLAIM;
        }
        return master != null && master.staged() ? MachineJobs.DEPLOY : MachineJobs.CREATE;
    }

    /** Before the first clone of an image: it starts twice, and its first start was timed when it was imported; a sealed one starts once, one that waits has started. */
    private static Double guess(Decided decided, Master master) {
        if (decided.choice().taken() != null) {
            return 5.0;
        }
        return (master.staged() ? 1 : 2) * master.bootSeconds() + 10;
    }

    private static String variant(CreateMachine wanted, Master master) {
        return master.id() + " " + ClonePlan.copy(wanted)
                + (InstallPackages.before(wanted).isEmpty() ? "" : " with packages");
    }

    private MachineRecord record(
            Caller caller, CreateMachine wanted, ProjectReference project, Master master, String hostId) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        String hostname = ClonePlan.hostname(wanted, caller.name());
        CreateMachine.Guest guest = wanted.guest();
        CreateMachine.Account account = guest == null ? null : guest.user();
        Login login = master.login();
        Instant now = clock.instant();
        return new MachineRecord(
                id,
                wanted.name(),
                caller.userId(),
                project.id(),
                hostId,
                master.id(),
                ClonePlan.copy(wanted),
                ClonePlan.vcpus(wanted, master),
                ClonePlan.memoryMiB(wanted, master),
                MachineState.DEFINED,
                null,
                null,
                MachineNames.domain(properties.instance(), caller.name(), wanted.name()),
                identity.uuid(),
                MachineNames.disk(caller.name(), wanted.name(), id),
                identity.mac(),
                identity.generationId(),
                identity.serial(hostname),
                hostname,
                account == null ? null : account.name(),
                master.access(),
                login == null ? null : login.name(),
                // Clones must not share the password that everybody knows who knows the image.
                login == null ? null : secrets.seal(secrets.madeUp()),
                List.of(),
                null,
                now,
                wanted.labels() == null ? List.of() : wanted.labels(),
                Lifetimes.end(wanted.lifetime(), now));
    }
}
