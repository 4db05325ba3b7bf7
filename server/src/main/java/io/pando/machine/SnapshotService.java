package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.CreateSnapshot;
import io.pando.api.EditSnapshot;
import io.pando.api.Fault;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.RevertMachine;
import io.pando.api.Snapshot;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.host.HostException;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The rules about snapshots. */
@Service
class SnapshotService {
    static final int MOST = 64;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_DESCRIPTION = 2_000;

    private final MachineService machines;
    private final MachineWork work;
    private final SnapshotStore snapshots;
    private final SnapshotCharges charges;
    private final MachineViews views;
    private final Jobs jobs;
    private final Estimates estimates;
    private final Database database;
    private final StartingRoom room;
    private final Clock clock;

    SnapshotService(
            MachineService machines,
            MachineWork work,
            SnapshotStore snapshots,
            SnapshotCharges charges,
            MachineViews views,
            Jobs jobs,
            Estimates estimates,
            Database database,
            StartingRoom room,
            Clock clock) {
        this.machines = machines;
        this.work = work;
        this.snapshots = snapshots;
        this.charges = charges;
        this.views = views;
        this.jobs = jobs;
        this.estimates = estimates;
        this.database = database;
        this.room = room;
        this.clock = clock;
    }

    // --- looking

    /** Those that people know of, oldest first. */
    Page<Snapshot> list(Caller caller, String machineId, Paging paging) {
        MachineRecord machine = machines.seen(caller, machineId);
        List<SnapshotRecord> all = snapshots.of(machine.id());
        SnapshotTree tree = tree(machine, all);
        Page<SnapshotRecord> page = paging.of(all.stream()
                .filter(snapshot -> snapshot.state() != SnapshotRecord.State.CARRIER)
                .toList());
        // Only of these the host is asked how large they are.
        return paging.page(
                page.items().stream()
                        .map(snapshot -> shown(machine, snapshot, tree))
                        .toList(),
                page.total());
    }

    private SnapshotTree tree(MachineRecord machine, List<SnapshotRecord> all) {
        return new SnapshotTree(
                all.stream()
                        .map(snapshot -> new SnapshotTree.Node(
                                snapshot.id(), snapshot.parentId(), snapshot.state() == SnapshotRecord.State.CARRIER))
                        .toList(),
                work.hardware().find(machine).snapshotId());
    }

    private Snapshot shown(MachineRecord machine, SnapshotRecord snapshot, SnapshotTree tree) {
        return new Snapshot(
                snapshot.id(),
                snapshot.name(),
                snapshot.description(),
                Snapshot.State.valueOf(snapshot.state().name()),
                tree.shownParent(snapshot.parentId()),
                snapshot.id().equals(tree.shownParent(tree.current())),
                snapshot.memory() != null,
                snapshot.consistency(),
                snapshot.hardware().vcpus(),
                snapshot.hardware().memoryMiB(),
                snapshot.createdAt(),
                size(machine, snapshot),
                snapshot.problem());
    }

    private @Nullable Long size(MachineRecord machine, SnapshotRecord snapshot) {
        try {
            return SnapshotCharges.stored(work.disks(machine), snapshot.volumes());
        } catch (HostException away) {
            return null;
        }
    }

    // --- keeping a state

    Plan planCreation(Caller caller, String machineId, CreateSnapshot wanted) {
        long bytes = expectedBytes(caller, machineId, wanted);
        return decideCreation(caller, machineId, wanted, bytes).plan();
    }

    /** Asked before the database is held: the host may let one wait. */
    private long expectedBytes(Caller caller, String machineId, CreateSnapshot wanted) {
        MachineRecord machine = machines.require(caller, machineId);
        return charges.expected(
                machine, work.hardware().find(machine).hardware(), Boolean.TRUE.equals(wanted.memory()));
    }

    private Decision decideCreation(Caller caller, String machineId, CreateSnapshot wanted, long bytes) {
        MachineRecord machine = checked(caller, machineId, MachineActions.Action.SNAPSHOT);
        boolean running = machine.state() == MachineState.RUNNING;
        boolean memory = Boolean.TRUE.equals(wanted.memory());
        List<ClonePlan.Finding> findings = new ArrayList<>();
        checkWords(machine, wanted.name(), wanted.description(), null, findings);
        if (memory && !running) {
            findings.add(new ClonePlan.Finding(
                    ProblemType.WRONG_STATE,
                    new Fault("memory", "The machine is off: it has no memory to be kept.", "Keep its disks only.")));
        }
        if (snapshots.of(machine.id()).size() >= MOST) {
            findings.add(new ClonePlan.Finding(
                    ProblemType.WRONG_STATE,
                    new Fault(null, "A machine has at most %d snapshots.".formatted(MOST), "Delete some first.")));
        }
        charges.shortfalls(machine, bytes)
                .forEach(fault -> findings.add(new ClonePlan.Finding(ProblemType.QUOTA_EXCEEDED, fault)));
        Hardware hardware = work.hardware().find(machine).hardware();
        List<Plan.Effect> effects = new ArrayList<>();
        effects.add(new Plan.Effect(
                "Disks",
                "%s as they are now"
                        .formatted(String.join(
                                ", ",
                                hardware.disks().stream()
                                        .map(Hardware.Disk::name)
                                        .toList())),
                running
                        ? memory
                                ? "together with the memory that belongs to them"
                                : "the guest's agent, where it answers, holds the file systems still meanwhile"
                        : "the machine is off"));
        if (memory) {
            effects.add(new Plan.Effect(
                    "Memory",
                    "up to %,d MiB".formatted(hardware.memoryMiB()),
                    "the machine stands still while that is written"));
        }
        effects.add(new Plan.Effect(
                "Room",
                "up to %,d MiB of the project's disk quota".formatted((bytes >> 20) + 1),
                "what is kept; the machine goes on in room of its own"));
        return planned(
                SnapshotJobs.CREATE,
                machine,
                "Keep the state of machine %s as %s".formatted(machine.name(), wanted.name()),
                effects,
                findings);
    }

    Job create(Caller caller, String machineId, CreateSnapshot wanted, @Nullable String key) {
        long bytes = expectedBytes(caller, machineId, wanted);
        return once(caller, IdempotencyKey.of(key, SnapshotJobs.CREATE + " " + machineId, wanted), () -> {
            Plan plan = decideCreation(caller, machineId, wanted, bytes).orElseThrow();
            MachineRecord machine = machines.require(caller, machineId);
            HardwareStore.Kept kept = work.hardware().find(machine);
            Hardware before = kept.hardware();
            boolean memory = Boolean.TRUE.equals(wanted.memory());
            SnapshotRecord snapshot = new SnapshotRecord(
                    UUID.randomUUID().toString(),
                    machine.id(),
                    wanted.name(),
                    wanted.description() == null ? "" : wanted.description(),
                    SnapshotRecord.State.MAKING,
                    kept.snapshotId(),
                    memory ? MachineNames.volume(before, "memory", "save") : null,
                    memory ? Snapshot.Consistency.MEMORY : Snapshot.Consistency.CRASH,
                    // The disc in its drive is none of its state.
                    before.withCd(before.cd() == null ? null : Hardware.Cd.EMPTY),
                    null,
                    clock.instant());
            if (!snapshots.insert(snapshot)) {
                throw nameTaken(wanted.name());
            }
            charges.reserve(machine, snapshot.id(), bytes);
            return new Submission(
                    SnapshotJobs.CREATE,
                    "Keep the state of machine %s as %s".formatted(machine.name(), wanted.name()),
                    machine,
                    new SnapshotRequest(machine.id(), snapshot.id(), before, layered(before), snapshot.memory(), false),
                    plan);
        });
    }

    /** The same with new layers to write to. */
    private static Hardware layered(Hardware hardware) {
        return hardware.eachDisk(disk -> disk.on(MachineNames.volume(hardware, disk.name(), "qcow2")));
    }

    // --- going back

    Plan planRevert(Caller caller, String machineId, String id, @Nullable RevertMachine wanted) {
        return decideRevert(caller, machineId, id, wanted).plan();
    }

    private Decision decideRevert(Caller caller, String machineId, String id, @Nullable RevertMachine wanted) {
        MachineRecord machine = checked(caller, machineId, MachineActions.Action.REVERT);
        SnapshotRecord snapshot = require(machine, id);
        Hardware now = work.hardware().find(machine).hardware();
        List<ClonePlan.Finding> findings = new ArrayList<>();
        if (snapshot.state() != SnapshotRecord.State.READY) {
            findings.add(new ClonePlan.Finding(
                    ProblemType.WRONG_STATE,
                    new Fault(null, "The snapshot cannot be used any more.", "Choose another one.")));
        }
        now.disks().stream()
                .filter(disk -> snapshot.hardware().disk(disk.name()).isEmpty())
                .forEach(disk -> findings.add(new ClonePlan.Finding(
                        ProblemType.WRONG_STATE,
                        new Fault(
                                null,
                                "The disk %s was added after this snapshot, which knows nothing of it."
                                        .formatted(disk.name()),
                                "Remove the disk first."))));
        if (runsAfterwards(snapshot, wanted)) {
            findings.addAll(room.lacking(
                    machine, snapshot.hardware().vcpus(), snapshot.hardware().memoryMiB()));
        }
        List<Plan.Effect> effects = new ArrayList<>();
        boolean running = machine.state() == MachineState.RUNNING;
        effects.add(new Plan.Effect(
                "Now",
                running
                        ? "its power is cut, and what it has written since is lost"
                        : "what it has written since is lost",
                "take a snapshot first to keep it"));
        effects.add(new Plan.Effect("Disks", "as they were at %s".formatted(snapshot.name()), null));
        Hardware then = snapshot.hardware();
        if (then.vcpus() != now.vcpus() || then.memoryMiB() != now.memoryMiB()) {
            effects.add(new Plan.Effect(
                    "Size", "%d vCPU, %,d MiB of memory".formatted(then.vcpus(), then.memoryMiB()), "as it was then"));
        }
        effects.add(new Plan.Effect(
                "Afterwards",
                snapshot.memory() != null ? "goes on where it was" : starts(wanted) ? "is started" : "stays off",
                snapshot.memory() != null ? "its memory was kept too" : null));
        effects.add(new Plan.Effect("Identity", "stays: it is the same machine", null));
        return planned(
                SnapshotJobs.REVERT,
                machine,
                "Take the machine %s back to %s".formatted(machine.name(), snapshot.name()),
                effects,
                findings);
    }

    Job revert(Caller caller, String machineId, String id, @Nullable RevertMachine wanted, @Nullable String key) {
        machines.require(caller, machineId);
        String operation = "%s %s %s".formatted(SnapshotJobs.REVERT, machineId, id);
        return once(caller, IdempotencyKey.of(key, operation, wanted), () -> {
            room.await();
            Plan plan = decideRevert(caller, machineId, id, wanted).orElseThrow();
            MachineRecord machine = machines.require(caller, machineId);
            SnapshotRecord snapshot = require(machine, id);
            if (runsAfterwards(snapshot, wanted)) {
                room.promise(machine.id());
            }
            Hardware now = work.hardware().find(machine).hardware();
            return new Submission(
                    SnapshotJobs.REVERT,
                    "Take machine %s back to %s".formatted(machine.name(), snapshot.name()),
                    machine,
                    new SnapshotRequest(
                            machine.id(),
                            snapshot.id(),
                            now,
                            layered(snapshot.hardware()).withCd(now.cd()),
                            snapshot.memory(),
                            starts(wanted)),
                    plan);
        });
    }

    private static boolean runsAfterwards(SnapshotRecord snapshot, @Nullable RevertMachine wanted) {
        return snapshot.memory() != null || starts(wanted);
    }

    private static boolean starts(@Nullable RevertMachine wanted) {
        return wanted == null || !Boolean.FALSE.equals(wanted.start());
    }

    // --- deletion and words

    Plan planDeletion(Caller caller, String machineId, String id) {
        MachineRecord machine = checked(caller, machineId, MachineActions.Action.SNAPSHOT);
        SnapshotRecord snapshot = require(machine, id);
        List<Plan.Effect> effects = List.of(
                new Plan.Effect("Snapshot", snapshot.name() + " is gone for good", null),
                new Plan.Effect(
                        "Machine and other snapshots",
                        "stay as they are",
                        "what they share with it is merged with them, or kept as long as several need it"));
        return planned(
                        SnapshotJobs.DELETE,
                        machine,
                        "Delete the snapshot %s of machine %s".formatted(snapshot.name(), machine.name()),
                        effects,
                        List.of())
                .plan();
    }

    Job delete(Caller caller, String machineId, String id, @Nullable String key) {
        machines.require(caller, machineId);
        String operation = "%s %s %s".formatted(SnapshotJobs.DELETE, machineId, id);
        return once(caller, IdempotencyKey.of(key, operation, null), () -> {
            Plan plan = planDeletion(caller, machineId, id);
            MachineRecord machine = machines.require(caller, machineId);
            SnapshotRecord snapshot = require(machine, id);
            snapshots.recordState(snapshot.id(), SnapshotRecord.State.DELETING, null);
            return new Submission(
                    SnapshotJobs.DELETE,
                    "Delete snapshot %s of machine %s".formatted(snapshot.name(), machine.name()),
                    machine,
                    new SnapshotRequest(machine.id(), snapshot.id(), null, null, null, false),
                    plan);
        });
    }

    Snapshot edit(Caller caller, String machineId, String id, EditSnapshot wanted) {
        database.inTransaction(() -> {
            MachineRecord machine = machines.require(caller, machineId);
            SnapshotRecord snapshot = require(machine, id);
            String name = wanted.name() == null ? snapshot.name() : wanted.name();
            String description = wanted.description() == null ? snapshot.description() : wanted.description();
            List<ClonePlan.Finding> findings = new ArrayList<>();
            checkWords(machine, name, description, id, findings);
            ClonePlan.refuse(findings);
            Deed.present()
                    .object("snapshot", id, snapshot.name())
                    .before(() -> new Words(snapshot.name(), snapshot.description()))
                    .after(new Words(name, description));
            snapshots.recordWords(id, name, description);
        });
        MachineRecord machine = machines.seen(caller, machineId);
        return shown(machine, require(machine, id), tree(machine, snapshots.of(machine.id())));
    }

    /** What of a snapshot can be changed. */
    private record Words(String name, String description) {}

    // --- what these have in common

    private MachineRecord checked(Caller caller, String machineId, MachineActions.Action action) {
        MachineRecord machine = machines.require(caller, machineId);
        machines.refuseUnless(machine, action);
        return machine;
    }

    private SnapshotRecord require(MachineRecord machine, String id) {
        return snapshots
                .find(machine.id(), id)
                .filter(snapshot -> snapshot.state() != SnapshotRecord.State.CARRIER)
                .orElseThrow(() -> ProblemException.notFound("snapshot", id));
    }

    private void checkWords(
            MachineRecord machine,
            String name,
            @Nullable String description,
            @Nullable String own,
            List<ClonePlan.Finding> findings) {
        boolean unfit = name.isBlank()
                || name.length() > LONGEST_NAME
                || !name.equals(name.strip())
                || name.chars().anyMatch(Character::isISOControl);
        if (unfit) {
            findings.add(new ClonePlan.Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault(
                            "name",
                            "A snapshot's name has 1 to %d characters and neither begins nor ends with a space."
                                    .formatted(LONGEST_NAME),
                            "For example before the upgrade.")));
        } else if (snapshots.of(machine.id()).stream()
                .filter(snapshot -> snapshot.state() != SnapshotRecord.State.CARRIER)
                .anyMatch(snapshot ->
                        snapshot.name().equals(name) && !snapshot.id().equals(own))) {
            findings.add(new ClonePlan.Finding(
                    ProblemType.NAME_TAKEN, nameTaken(name).problem().faults().getFirst()));
        }
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            findings.add(new ClonePlan.Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault(
                            "description",
                            "A description has at most %,d characters.".formatted(LONGEST_DESCRIPTION),
                            null)));
        }
    }

    private static ProblemException nameTaken(String name) {
        Fault fault =
                new Fault("name", "The machine has a snapshot %s already.".formatted(name), "Choose another name.");
        return new ProblemException(ProblemType.NAME_TAKEN, fault.message(), fault.help(), List.of(fault), null);
    }

    /** A plan, with what is wrong with it. */
    private record Decision(Plan plan, List<ClonePlan.Finding> findings) {
        Plan orElseThrow() {
            ClonePlan.refuse(findings);
            return plan;
        }
    }

    private Decision planned(
            String kind,
            MachineRecord machine,
            String summary,
            List<Plan.Effect> effects,
            List<ClonePlan.Finding> findings) {
        List<Plan.PlannedStep> steps = estimates.steps(kind, machine.imageId());
        Plan plan = new Plan(
                kind,
                summary,
                findings.isEmpty(),
                findings.isEmpty() ? effects : List.of(),
                steps,
                Estimates.total(steps),
                findings.stream().map(ClonePlan.Finding::fault).toList(),
                List.of());
        return new Decision(plan, findings);
    }

    private Job once(Caller caller, @Nullable IdempotencyKey key, Supplier<Submission> submit) {
        return jobs.once(caller, key, idempotency -> {
            Submission wanted = submit.get();
            Job job = jobs.submit(new JobSubmission<>(
                    wanted.kind(),
                    wanted.title(),
                    caller.userId(),
                    wanted.machine().projectId(),
                    new Job.Subject(
                            "machine", wanted.machine().id(), wanted.machine().name()),
                    wanted.machine().imageId(),
                    wanted.request(),
                    wanted.plan(),
                    idempotency));
            views.publish(wanted.machine().id());
            return job;
        });
    }

    private record Submission(String kind, String title, MachineRecord machine, SnapshotRequest request, Plan plan) {}
}
