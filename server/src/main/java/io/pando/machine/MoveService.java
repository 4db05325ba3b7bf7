package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.MoveMachine;
import io.pando.api.PlacementDecision.HostChoice;
import io.pando.api.Plan;
import io.pando.event.Deed;
import io.pando.host.Disks;
import io.pando.host.Hosts;
import io.pando.host.Reservations;
import io.pando.image.ImageCopies;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.placement.Rules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The rules about moving machines from host to host. */
@Service
class MoveService {
    private final MachineService machines;
    private final MachineWork work;
    private final SnapshotStore snapshots;
    private final PlacementStore placements;
    private final MoveStore moves;
    private final MachineViews views;
    private final Hosts hosts;
    private final ImageCopies copies;
    private final Reservations reservations;
    private final Jobs jobs;
    private final Estimates estimates;
    private final Rules rules;

    MoveService(
            MachineService machines,
            MachineWork work,
            SnapshotStore snapshots,
            PlacementStore placements,
            MoveStore moves,
            MachineViews views,
            Hosts hosts,
            ImageCopies copies,
            Reservations reservations,
            Jobs jobs,
            Estimates estimates,
            Rules rules) {
        this.machines = machines;
        this.work = work;
        this.snapshots = snapshots;
        this.placements = placements;
        this.moves = moves;
        this.views = views;
        this.hosts = hosts;
        this.copies = copies;
        this.reservations = reservations;
        this.jobs = jobs;
        this.estimates = estimates;
        this.rules = rules;
    }

    /** What a move would come to. Changes nothing. */
    Plan plan(Caller caller, String id, MoveMachine wanted) {
        MachineRecord machine = checked(caller, id);
        return plan(machine, decide(machine, wanted, bytes(machine)));
    }

    /** Carries a move out; one that is not possible is refused with everything that is in the way. */
    Job submit(Caller caller, String id, MoveMachine wanted, @Nullable String key) {
        // The host is asked before the turn: nobody else is to wait for its answer.
        long bytes = bytes(machines.require(caller, id));
        return jobs.once(caller, IdempotencyKey.of(key, MoveJob.NAME + " " + id, wanted), once -> {
            // From now on the machine counts on both hosts, and nobody else is promised the room there.
            reservations.await();
            MachineRecord machine = checked(caller, id);
            MovePlan decided = decide(machine, wanted, bytes);
            ClonePlan.refuse(decided.findings());
            HostChoice target =
                    Objects.requireNonNull(decided.decision().chosen(), "A move that is possible has a host");
            MoveRequest request = new MoveRequest(
                    machine.id(), machine.hostId(), target.hostId(), machine.state() == MachineState.RUNNING);
            moves.begin(request, bytes, placements.written(decided.decision()));
            Job job = jobs.submit(new JobSubmission<>(
                    MoveJob.NAME,
                    "Move machine %s to %s".formatted(machine.name(), target.host()),
                    caller.userId(),
                    machine.projectId(),
                    new Job.Subject("machine", machine.id(), machine.name()),
                    request.live() ? "live" : "off",
                    request,
                    plan(machine, decided),
                    once));
            Deed.present()
                    .after(new Moved(
                            target.hostId(),
                            target.host(),
                            decided.decision().question().digest()));
            views.publish(machine.id());
            return job;
        });
    }

    /**
     * For the audit record: where the machine goes.
     *
     * @param placement digest of what it was decided from
     */
    private record Moved(String hostId, String host, String placement) {}

    private MachineRecord checked(Caller caller, String id) {
        MachineRecord machine = machines.require(caller, id);
        machines.refuseUnless(machine, MachineActions.Action.MOVE);
        return machine;
    }

    /** Room that the machine's disks take on its host; 0 when the host does not answer. */
    private long bytes(MachineRecord machine) {
        Host source = hosts.find(machine.hostId()).orElseThrow();
        if (source.state() != Host.State.ONLINE) {
            return 0;
        }
        Disks disks = work.disks(machine);
        return MovedVolumes.of(machine, work.hardware().find(machine).hardware(), snapshots.of(machine.id()), true)
                .bytes(volume -> disks.find(volume).map(Disks.Disk::storedSize).orElse(0L));
    }

    private MovePlan decide(MachineRecord machine, MoveMachine wanted, long bytes) {
        List<Host> all = hosts.all();
        return MovePlan.of(new MovePlan.Situation(
                machine,
                work.hardware().find(machine).hardware(),
                snapshots.of(machine.id()),
                machine.state() == MachineState.RUNNING,
                work.master(machine),
                bytes,
                placements
                        .find(machine.id())
                        .map(kept -> kept.question().demand())
                        .orElse(null),
                hosts.find(machine.hostId()).orElseThrow(),
                all,
                MovePlan.wanted(wanted.host(), all, ", or leave it out to have Pando choose"),
                copies.caches(),
                work.store().promisedDisk(),
                work.store().labelsByHost(machine.projectId()),
                rules));
    }

    private Plan plan(MachineRecord machine, MovePlan decided) {
        List<Plan.PlannedStep> steps =
                estimates.steps(MoveJob.NAME, machine.state() == MachineState.RUNNING ? "live" : "off");
        return new Plan(
                MoveJob.NAME,
                "Move the machine %s to another host".formatted(machine.name()),
                decided.findings().isEmpty(),
                decided.effects(),
                steps,
                Estimates.total(steps),
                decided.findings().stream().map(ClonePlan.Finding::fault).toList(),
                HostFindings.refusals(decided.decision()),
                HostFindings.ranking(decided.decision()),
                null);
    }
}
