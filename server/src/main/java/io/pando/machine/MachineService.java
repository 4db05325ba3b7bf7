package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Need;
import io.pando.access.ProjectAccess;
import io.pando.api.Certificate;
import io.pando.api.Fault;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.MachinePlacement;
import io.pando.api.Page;
import io.pando.api.PlacementDecision;
import io.pando.api.PlacementDecision.HostChoice;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.StopMachine;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.paging.Paging;
import io.pando.placement.Decision;
import io.pando.placement.Placement;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The rules about machines that are there: who sees them, and what may be done with them when. */
@Service
class MachineService implements MachineDirectory {
    private static final int MOST_HOSTS_TOLD = 20;

    private final MachineStore store;
    private final PlacementStore placements;
    private final MachineViews views;
    private final Jobs jobs;
    private final Estimates estimates;
    private final ScreenPictures pictures;
    private final ProjectAccess access;
    private final Database database;
    private final Clock clock;
    private final StartingRoom room;

    MachineService(
            MachineStore store,
            PlacementStore placements,
            MachineViews views,
            Jobs jobs,
            Estimates estimates,
            ScreenPictures pictures,
            ProjectAccess access,
            Database database,
            Clock clock,
            StartingRoom room) {
        this.store = store;
        this.placements = placements;
        this.views = views;
        this.jobs = jobs;
        this.estimates = estimates;
        this.pictures = pictures;
        this.access = access;
        this.database = database;
        this.clock = clock;
        this.room = room;
    }

    // --- looking

    /** A machine that the caller may use and change; one that the caller does not see is answered like an absent one. */
    MachineRecord require(Caller caller, String id) {
        return require(caller, id, Need.USE);
    }

    /** A machine that the caller may look at. */
    MachineRecord seen(Caller caller, String id) {
        return require(caller, id, Need.SEE);
    }

    private MachineRecord require(Caller caller, String id, Need need) {
        MachineRecord machine = store.find(id)
                .filter(found -> found.state() != MachineState.DELETED && found.owned())
                .orElseThrow(() -> ProblemException.notFound("machine", id));
        access.require(caller, machine.projectId(), need, "machine", id);
        // Only now: who may not see it reads of himself in the audit record, too, and is not to learn its name there.
        Deed.present().object("machine", machine.id(), machine.name()).before(() -> views.shown(machine));
        return machine;
    }

    Machine find(Caller caller, String id) {
        return views.shown(seen(caller, id));
    }

    /** @param wanted which ones; asked within the same turn of reading */
    Page<Machine> list(Supplier<MachineFilter> wanted, Paging paging) {
        return database.reading(() -> {
            MachineFilter filter = wanted.get();
            return paging.page(views.shown(store.list(filter, paging.limit(), paging.offset())), store.count(filter));
        });
    }

    Certificate certificate(Caller caller, String id) {
        return store.certificate(seen(caller, id).id())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "The machine has no identity certificate yet.",
                        "It is made at the end of the job that creates the machine."));
    }

    MachinePlacement placement(Caller caller, String id) {
        MachineRecord machine = seen(caller, id);
        PlacementStore.Kept kept = placements
                .find(machine.id())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "Why the machine is on its host was not written down.",
                        "It is for machines that are made from now on."));
        Decision again = Placement.decide(kept.question());
        HostChoice chosen = again.chosen();
        return new MachinePlacement(
                new PlacementDecision(
                        machine.name(),
                        chosen,
                        again.ranking().size(),
                        again.ranking().stream().limit(MOST_HOSTS_TOLD).toList(),
                        again.refused().size(),
                        again.refused().stream().limit(MOST_HOSTS_TOLD).toList(),
                        kept.digest()),
                kept.madeAt(),
                kept.digest().equals(kept.question().digest())
                        && chosen != null
                        && chosen.hostId().equals(machine.hostId()));
    }

    Optional<byte[]> picture(Caller caller, String id, int width) {
        return pictures.latest(seen(caller, id).id(), width);
    }

    @Override
    public Located locate(Caller caller, String machineId) {
        MachineRecord machine = require(caller, machineId);
        return new Located(
                machine.id(),
                machine.name(),
                machine.ownerId(),
                machine.hostId(),
                machine.domainUuid(),
                machine.mayBeOn(),
                machine.domainUuid().toString());
    }

    // --- switching on and off

    Plan planPower(Caller caller, String id, PowerAction action, @Nullable StopMachine stop) {
        MachineRecord machine = checked(caller, id, action, stop);
        return planPower(machine, action, force(stop), lacking(machine, action));
    }

    private MachineRecord checked(Caller caller, String id, PowerAction action, @Nullable StopMachine stop) {
        MachineRecord machine = require(caller, id);
        check(stop);
        if (!force(stop)) {
            refuseUnless(machine, action.action());
        }
        return machine;
    }

    private static boolean force(@Nullable StopMachine stop) {
        return stop != null && Boolean.TRUE.equals(stop.force());
    }

    private Plan planPower(MachineRecord machine, PowerAction action, boolean force, List<ClonePlan.Finding> lacking) {
        List<Plan.PlannedStep> steps = estimates.steps(action.job(), machine.imageId());
        return new Plan(
                action.job(),
                "%s the machine %s".formatted(action.title(), machine.name()),
                lacking.isEmpty(),
                lacking.isEmpty()
                        ? List.of(new Plan.Effect(
                                "Machine " + machine.name(),
                                force ? "has its power cut at once" : action.effect(),
                                null))
                        : List.of(),
                steps,
                Estimates.total(steps),
                lacking.stream().map(ClonePlan.Finding::fault).toList(),
                List.of());
    }

    private List<ClonePlan.Finding> lacking(MachineRecord machine, PowerAction action) {
        return action.takesRoom() ? room.lacking(machine, machine.vcpus(), machine.memoryMiB()) : List.of();
    }

    Job power(Caller caller, String id, PowerAction action, @Nullable StopMachine stop, @Nullable String key) {
        MachineRecord found = require(caller, id);
        if (force(stop)) {
            makeWay(caller, found);
        }
        return jobs.once(caller, IdempotencyKey.of(key, action.job() + " " + id, stop), idempotency -> {
            if (action.takesRoom()) {
                // Nobody else may be promised the same room meanwhile.
                room.await();
            }
            MachineRecord machine = checked(caller, id, action, stop);
            List<ClonePlan.Finding> lacking = lacking(machine, action);
            ClonePlan.refuse(lacking);
            Job job = jobs.submit(new JobSubmission<>(
                    action.job(),
                    "%s machine %s".formatted(action.title(), machine.name()),
                    caller.userId(),
                    machine.projectId(),
                    new Job.Subject("machine", machine.id(), machine.name()),
                    machine.imageId(),
                    new MachineRequest(machine.id(), null, stop),
                    planPower(machine, action, force(stop), lacking),
                    idempotency));
            if (action.takesRoom()) {
                room.promise(machine.id());
            }
            views.publish(machine.id());
            return job;
        });
    }

    /** A hung stop or restart must never stand in the way of cutting the power. */
    private void makeWay(Caller caller, MachineRecord machine) {
        Jobs.Latest latest = jobs.latest(List.of(machine.id())).get(machine.id());
        if (latest != null && latest.active() && !MachineJobs.makes(latest.kind())) {
            jobs.cancelAndWait(caller, latest.jobId());
        }
    }

    private static void check(@Nullable StopMachine stop) {
        if (stop != null && stop.graceSeconds() != null && (stop.graceSeconds() < 1 || stop.graceSeconds() > 600)) {
            throw ProblemException.invalid(List.of(new Fault(
                    "graceSeconds", "The guest can be given 1 to 600 seconds to shut down.", "Leave it out for 60.")));
        }
    }

    // --- deletion

    Plan planDeletion(Caller caller, String id) {
        MachineRecord machine = require(caller, id);
        refuseUnless(machine, MachineActions.Action.DELETE);
        List<Plan.PlannedStep> steps = estimates.steps(MachineJobs.DELETE, machine.imageId());
        return new Plan(
                MachineJobs.DELETE,
                "Delete the machine %s".formatted(machine.name()),
                true,
                List.of(
                        new Plan.Effect("Machine", machine.domainName() + " is taken off its host", null),
                        new Plan.Effect("Disk", machine.disk() + " is deleted for good, with everything on it", null)),
                steps,
                Estimates.total(steps),
                List.of(),
                List.of());
    }

    Job delete(Caller caller, String id, @Nullable String key) {
        return jobs.once(caller, IdempotencyKey.of(key, MachineJobs.DELETE + " " + id, null), idempotency -> {
            Plan plan = planDeletion(caller, id);
            MachineRecord machine = require(caller, id);
            Job job = jobs.submit(new JobSubmission<>(
                    MachineJobs.DELETE,
                    "Delete machine " + machine.name(),
                    caller.userId(),
                    machine.projectId(),
                    new Job.Subject("machine", machine.id(), machine.name()),
                    machine.imageId(),
                    MachineRequest.of(machine.id()),
                    plan,
                    idempotency));
            if (!store.move(machine.id(), machine.state(), MachineState.DELETING, null)) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE, "The machine's state has just changed.", "Look at it and try again.");
            }
            views.publish(machine.id());
            return job;
        });
    }

    void refuseUnless(MachineRecord machine, MachineActions.Action action) {
        Jobs.Latest latest = jobs.latest(List.of(machine.id())).get(machine.id());
        boolean busy = latest != null && latest.active();
        boolean over = Lifetimes.over(machine, clock.instant());
        MachineActions.refusal(action, machine.state(), busy && latest != null ? latest.jobId() : null, over)
                .ifPresent(reason -> {
                    throw new ProblemException(
                            busy ? ProblemType.BUSY : ProblemType.WRONG_STATE,
                            "The machine %s cannot do that now. %s".formatted(machine.name(), reason),
                            busy
                                    ? "Wait until the job has ended, or cancel it."
                                    : over && MachineActions.needsTime(action)
                                            ? MachineActions.EXTEND.formatted(machine.name())
                                            : "Look at its state first.");
                });
    }
}
