package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Quotas;
import io.pando.api.Amounts;
import io.pando.api.Fault;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.Plan;
import io.pando.configuration.PandoProperties;
import io.pando.host.Hosts;
import io.pando.host.NewIdentity;
import io.pando.image.Discs;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The rules about what machines are made of. */
@Service
class HardwareService {
    private final MachineService machines;
    private final HardwareStore hardware;
    private final SnapshotStore snapshots;
    private final MachineViews views;
    private final Discs discs;
    private final Hosts hosts;
    private final Jobs jobs;
    private final Quotas quotas;
    private final Estimates estimates;
    private final PandoProperties properties;

    HardwareService(
            MachineService machines,
            HardwareStore hardware,
            SnapshotStore snapshots,
            MachineViews views,
            Discs discs,
            Hosts hosts,
            Jobs jobs,
            Quotas quotas,
            Estimates estimates,
            PandoProperties properties) {
        this.machines = machines;
        this.hardware = hardware;
        this.snapshots = snapshots;
        this.views = views;
        this.discs = discs;
        this.hosts = hosts;
        this.jobs = jobs;
        this.quotas = quotas;
        this.estimates = estimates;
        this.properties = properties;
    }

    /** What a change would come to. Changes nothing. */
    Plan plan(Caller caller, String id, HardwareChange change) {
        MachineRecord machine = checked(caller, id, change);
        return plan(machine, change, decide(machine, hardware.find(machine), change));
    }

    /** Carries a change out; one that does not fit is refused with everything that is wrong. */
    Job submit(Caller caller, String id, HardwareChange change, @Nullable String key) {
        machines.require(caller, id);
        String operation = "%s %s %s".formatted(kind(change), change.getClass().getSimpleName(), id);
        return jobs.once(caller, IdempotencyKey.of(key, operation, change), once -> {
            MachineRecord machine = checked(caller, id, change);
            HardwareStore.Kept kept = hardware.find(machine);
            Hardware before = kept.hardware();
            HardwarePlan decision = decide(machine, kept, change);
            ClonePlan.refuse(decision.findings());
            // Everything that will be made, and everything that will go, is the machine's until the job has ended.
            hardware.put(id, before.and(decision.after()));
            quotas.reserve(machine.projectId(), machine.charge(), meanwhile(before, decision.after()));
            Job job = jobs.submit(new JobSubmission<>(
                    kind(change),
                    HardwarePlan.title(change, machine.name()),
                    caller.userId(),
                    machine.projectId(),
                    new Job.Subject("machine", machine.id(), machine.name()),
                    machine.imageId(),
                    new HardwareRequest(
                            id,
                            before,
                            decision.after(),
                            change instanceof HardwareChange.Insert insert
                                    ? discs.find(insert.medium())
                                            .map(disc -> disc.file().toString())
                                            .orElse(null)
                                    : null,
                            decision.pending()),
                    plan(machine, change, decision),
                    once));
            views.publish(id);
            return job;
        });
    }

    /** What a machine takes while the one becomes the other: it may yet end as either. */
    private static Amounts meanwhile(Hardware before, Hardware after) {
        Amounts from = before.amounts();
        Amounts to = after.amounts();
        return Amounts.machine(
                Math.max(from.vcpus(), to.vcpus()),
                Math.max(from.memoryMiB(), to.memoryMiB()),
                Math.max(from.diskBytes(), to.diskBytes()));
    }

    private MachineRecord checked(Caller caller, String id, HardwareChange change) {
        MachineRecord machine = machines.require(caller, id);
        machines.refuseUnless(
                machine,
                change instanceof HardwareChange.Resize
                        ? MachineActions.Action.RESIZE
                        : MachineActions.Action.HARDWARE);
        return machine;
    }

    private HardwarePlan decide(MachineRecord machine, HardwareStore.Kept kept, HardwareChange change) {
        Host host = hosts.find(machine.hostId()).orElseThrow();
        Set<String> inSnapshots = new HashSet<>();
        snapshots
                .of(machine.id())
                .forEach(snapshot -> snapshot.hardware().disks().forEach(disk -> inSnapshots.add(disk.name())));
        return HardwarePlan.of(
                change,
                new HardwarePlan.Situation(
                        machine.name(),
                        kept.hardware(),
                        machine.state() == MachineState.RUNNING,
                        host,
                        properties.host().memoryHeadroomMib(),
                        (long) properties.images().largestGib() << 30,
                        inSnapshots,
                        change instanceof HardwareChange.AddNic nic
                                && nic.mac() != null
                                && hardware.macTaken(HardwarePlan.colons(nic.mac())),
                        change instanceof HardwareChange.Insert insert
                                ? disc(insert.medium()).orElse(null)
                                : null,
                        (part, ending) -> MachineNames.volume(kept.hardware(), part, ending),
                        NewIdentity.random().mac()));
    }

    private Optional<HardwarePlan.Disc> disc(String name) {
        return discs.find(name).map(disc -> new HardwarePlan.Disc(disc.name(), disc.size()));
    }

    private Plan plan(MachineRecord machine, HardwareChange change, HardwarePlan decision) {
        List<Plan.PlannedStep> steps = estimates.steps(kind(change), machine.imageId());
        List<Fault> faults = new ArrayList<>(
                decision.findings().stream().map(ClonePlan.Finding::fault).toList());
        faults.addAll(quotas.shortfalls(
                machine.projectId(), machine.charge(), decision.after().amounts()));
        return new Plan(
                kind(change),
                HardwarePlan.title(change, machine.name()),
                faults.isEmpty(),
                decision.effects(),
                steps,
                Estimates.total(steps),
                faults,
                List.of());
    }

    private static String kind(HardwareChange change) {
        return change instanceof HardwareChange.Resize ? HardwareJobs.RESIZE : HardwareJobs.CHANGE;
    }
}
