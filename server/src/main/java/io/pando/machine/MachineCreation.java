package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.ProjectAccess;
import io.pando.access.Quotas;
import io.pando.api.Amounts;
import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.Job;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.ProjectReference;
import io.pando.configuration.PandoProperties;
import io.pando.guest.Login;
import io.pando.host.Hosts;
import io.pando.host.NewIdentity;
import io.pando.image.Master;
import io.pando.image.Masters;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.problem.ProblemException;
import io.pando.secret.Secrets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
            Clock clock) {
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
    }

    /** What a request would come to. Changes nothing. */
    Plan plan(Caller caller, CreateMachine wanted) {
        ProjectReference project = projects.place(caller, wanted.project());
        return plan(caller, wanted, project, decide(caller, wanted, project));
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
        ProjectReference project = projects.place(caller, wanted.project());
        ClonePlan decision = decide(caller, wanted, project);
        decision.orElseThrow();
        Plan plan = plan(caller, wanted, project, decision);
        Master master =
                master(caller, wanted, project).orElseThrow(() -> ProblemException.notFound("image", wanted.image()));
        MachineRecord machine = record(caller, wanted, project, master);
        if (!store.insert(machine)) {
            throw new ProblemException(
                    ProblemType.NAME_TAKEN,
                    "You have a machine %s already.".formatted(wanted.name()),
                    "Choose another name.");
        }
        quotas.reserve(project.id(), machine.charge(), amounts(wanted, master));
        hardware.put(
                machine.id(),
                Hardware.simple(
                                machine.vcpus(),
                                machine.memoryMiB(),
                                ClonePlan.firmware(wanted, master),
                                Boolean.TRUE.equals(wanted.tpm()),
                                machine.disk(),
                                master.virtualSize(),
                                machine.mac())
                        .withFurtherNics(
                                Stream.generate(() -> NewIdentity.random().mac())
                                        .limit(master.cards() - 1)
                                        .toList()));
        Job job = jobs.submit(new JobSubmission<>(
                kind(master),
                "Create machine " + machine.name(),
                caller.userId(),
                project.id(),
                new Job.Subject("machine", machine.id(), machine.name()),
                variant(wanted, master),
                new MachineRequest(machine.id(), GuestSecrets.seal(in(project, wanted), secrets), null),
                plan,
                key));
        views.publish(machine.id());
        return job;
    }

    private ClonePlan decide(Caller caller, CreateMachine wanted, ProjectReference project) {
        Master master = master(caller, wanted, project).orElse(null);
        return ClonePlan.of(
                wanted,
                new ClonePlan.Situation(
                        properties.instance(),
                        caller.name(),
                        store.nameTaken(caller.userId(), wanted.name()),
                        master,
                        masters.whyNot(caller, wanted.image(), project.id()).orElse(null),
                        hosts.home(),
                        properties.host().memoryHeadroomMib(),
                        project.name(),
                        master == null ? List.of() : shortfalls(wanted, project, master)));
    }

    /** The image that the request names, if the caller sees it and machines of that project may be made from it. */
    private Optional<Master> master(Caller caller, CreateMachine wanted, ProjectReference project) {
        return masters.ready(caller, wanted.image(), project.id());
    }

    /** What is asked for in vain is told as a fault of its own; it takes nothing. */
    private List<Fault> shortfalls(CreateMachine wanted, ProjectReference project, Master master) {
        return ClonePlan.vcpus(wanted, master) < 0 || ClonePlan.memoryMiB(wanted, master) < 0
                ? List.of()
                : quotas.shortfalls(project.id(), MachineRecord.charge("new"), amounts(wanted, master));
    }

    /** A linked disk, too, may grow until it holds as much as the master's. */
    private static Amounts amounts(CreateMachine wanted, Master master) {
        return Amounts.machine(
                ClonePlan.vcpus(wanted, master), ClonePlan.memoryMiB(wanted, master), master.virtualSize());
    }

    /** As it was understood: whoever asks for the same again later may have another project of the own. */
    private static CreateMachine in(ProjectReference project, CreateMachine wanted) {
        return new CreateMachine(
                wanted.name(),
                wanted.image(),
                wanted.copy(),
                wanted.vcpus(),
                wanted.memoryMiB(),
                wanted.firmware(),
                wanted.tpm(),
                wanted.guest(),
                project.id());
    }

    private Plan plan(Caller caller, CreateMachine wanted, ProjectReference project, ClonePlan decision) {
        Optional<Master> master = master(caller, wanted, project);
        List<Plan.PlannedStep> steps = master.map(found -> estimates.steps(kind(found), variant(wanted, found)))
                .orElse(List.of());
        Double total = Estimates.total(steps);
        return new Plan(
                master.map(MachineCreation::kind).orElse(MachineJobs.CREATE),
                "Clone %s as %s for %s".formatted(wanted.image(), wanted.name(), caller.name()),
                decision.feasible(),
                decision.effects(),
                steps,
                total == null ? guess(master) : total,
                decision.faults(),
                decision.refused());
    }

    private static String kind(Master master) {
        return master.staged() ? MachineJobs.DEPLOY : MachineJobs.CREATE;
    }

    /** Before the first clone of an image: it starts twice, and its first start was timed when it was imported; a sealed one starts once. */
    private static @Nullable Double guess(Optional<Master> image) {
        return image.map(master -> (master.staged() ? 1 : 2) * master.bootSeconds() + 10)
                .orElse(null);
    }

    private static String variant(CreateMachine wanted, Master master) {
        return master.id() + " " + ClonePlan.copy(wanted);
    }

    private MachineRecord record(Caller caller, CreateMachine wanted, ProjectReference project, Master master) {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        String hostname = ClonePlan.hostname(wanted, caller.name());
        CreateMachine.Guest guest = wanted.guest();
        CreateMachine.Account account = guest == null ? null : guest.user();
        Login login = master.login();
        return new MachineRecord(
                id,
                wanted.name(),
                caller.userId(),
                project.id(),
                master.hostId(),
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
                clock.instant());
    }
}
