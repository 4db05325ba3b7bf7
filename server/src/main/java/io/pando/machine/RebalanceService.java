package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.Fault;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.PlacementRebalance;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.RebalancePlacement;
import io.pando.host.Disks;
import io.pando.host.HostException;
import io.pando.host.Hosts;
import io.pando.image.ImageCopies;
import io.pando.image.Master;
import io.pando.image.Masters;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.placement.Candidate;
import io.pando.placement.Demand;
import io.pando.placement.Movable;
import io.pando.placement.Rebalance;
import io.pando.placement.Rebalancing;
import io.pando.placement.Rules;
import io.pando.placement.Size;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The rules about moving many machines to where they are better off. */
@Service
class RebalanceService {
    /** One rebalancing at a time: each counts on what the others leave. */
    private static final Job.Subject ALL_HOSTS = new Job.Subject("placement", "placement", "all hosts");

    private final MachineStore store;
    private final HardwareStore hardware;
    private final SnapshotStore snapshots;
    private final PlacementStore placements;
    private final Masters masters;
    private final Hosts hosts;
    private final ImageCopies copies;
    private final Jobs jobs;
    private final Estimates estimates;
    private final Rules rules;

    RebalanceService(
            MachineStore store,
            HardwareStore hardware,
            SnapshotStore snapshots,
            PlacementStore placements,
            Masters masters,
            Hosts hosts,
            ImageCopies copies,
            Jobs jobs,
            Estimates estimates,
            Rules rules) {
        this.store = store;
        this.hardware = hardware;
        this.snapshots = snapshots;
        this.placements = placements;
        this.masters = masters;
        this.hosts = hosts;
        this.copies = copies;
        this.jobs = jobs;
        this.estimates = estimates;
        this.rules = rules;
    }

    /** What it would come to, in numbers. */
    PlacementRebalance show(RebalancePlacement wanted) {
        Planned planned = planned(wanted);
        Map<String, Rebalance.Filled> after = planned.rebalance().after().stream()
                .collect(Collectors.toMap(Rebalance.Filled::hostId, Function.identity()));
        return new PlacementRebalance(
                planned.rebalance().moves().stream()
                        .map(move -> new PlacementRebalance.Move(
                                move.machineId(),
                                move.machine(),
                                move.from(),
                                move.to(),
                                planned.live().contains(move.machineId()),
                                move.diskMiB() << 20,
                                move.reason()))
                        .toList(),
                planned.rebalance().left().stream()
                        .map(left -> new PlacementRebalance.Left(
                                left.machineId(), left.machine(), left.host(), left.reason()))
                        .toList(),
                planned.rebalance().before().stream()
                        .map(now -> filled(now, after.get(now.hostId()), planned.drained()))
                        .toList());
    }

    private static PlacementRebalance.Filled filled(
            Rebalance.Filled now, Rebalance.@Nullable Filled then, Set<String> drained) {
        Rebalance.Filled end = then == null ? now : then;
        return new PlacementRebalance.Filled(
                now.hostId(),
                now.host(),
                drained.contains(now.hostId()),
                now.machines(),
                end.machines(),
                now.cpuShare(),
                end.cpuShare(),
                now.memoryShare(),
                end.memoryShare());
    }

    /** What it would come to, as every change says it. Changes nothing. */
    Plan plan(RebalancePlacement wanted) {
        return plan(planned(wanted));
    }

    /** Has the machines moved. */
    Job submit(Caller caller, RebalancePlacement wanted, @Nullable String key) {
        return jobs.once(caller, IdempotencyKey.of(key, RebalanceJob.NAME, wanted), once -> {
            Planned planned = planned(wanted);
            Plan plan = plan(planned);
            if (!plan.feasible()) {
                Fault fault = plan.faults().getFirst();
                throw new ProblemException(ProblemType.WRONG_STATE, fault.message(), fault.help(), plan.faults(), null);
            }
            return jobs.submit(new JobSubmission<>(
                    RebalanceJob.NAME,
                    planned.only() == null
                            ? "Rebalance"
                            : "Move machines away from %s"
                                    .formatted(planned.only().name()),
                    caller.userId(),
                    ALL_HOSTS,
                    Integer.toString(planned.rebalance().moves().size()),
                    new RebalanceRequest(planned.rebalance().moves().stream()
                            .map(move -> new RebalanceRequest.Wanted(
                                    move.machineId(), move.machine(), move.toId(), move.to()))
                            .toList()),
                    plan,
                    once));
        });
    }

    private Plan plan(Planned planned) {
        Rebalance rebalance = planned.rebalance();
        Host only = planned.only();
        List<Plan.PlannedStep> steps = estimates.steps(
                RebalanceJob.NAME, Integer.toString(rebalance.moves().size()));
        List<Plan.Effect> effects = new ArrayList<>();
        rebalance
                .moves()
                .forEach(move -> effects.add(new Plan.Effect(
                        "Machine " + move.machine(),
                        "goes from %s to %s, %,d MiB of disks".formatted(move.from(), move.to(), move.diskMiB()),
                        move.reason())));
        if (!rebalance.moves().isEmpty()) {
            for (int host = 0; host < rebalance.before().size(); host++) {
                changed(rebalance.before().get(host), rebalance.after().get(host))
                        .ifPresent(effects::add);
            }
        }
        return new Plan(
                RebalanceJob.NAME,
                only == null
                        ? "Move machines to where they are better off"
                        : "Move machines away from %s".formatted(only.name()),
                !rebalance.moves().isEmpty(),
                effects,
                steps,
                Estimates.total(steps),
                rebalance.moves().isEmpty() ? List.of(nothing(planned)) : List.of(),
                rebalance.left().stream()
                        .map(left -> new Plan.Refusal(
                                "Machine %s on %s".formatted(left.machine(), left.host()), left.reason()))
                        .toList());
    }

    private static Optional<Plan.Effect> changed(Rebalance.Filled before, Rebalance.Filled after) {
        return before.equals(after)
                ? Optional.empty()
                : Optional.of(new Plan.Effect(
                        "Host " + before.host(),
                        "%d instead of %d machines, %s of its memory and %s of its processors promised"
                                .formatted(
                                        after.machines(),
                                        before.machines(),
                                        change(before.memoryShare(), after.memoryShare()),
                                        change(before.cpuShare(), after.cpuShare())),
                        null));
    }

    private static String change(double before, double after) {
        return String.format(Locale.ROOT, "%.0f %% instead of %.0f %%", after * 100, before * 100);
    }

    private static Fault nothing(Planned planned) {
        Host only = planned.only();
        if (!planned.rebalance().left().isEmpty()) {
            Rebalance.Left first = planned.rebalance().left().getFirst();
            return new Fault(
                    null,
                    "No machine can be moved away. %s: %s".formatted(first.machine(), first.reason()),
                    "Make room on another host, or add one.");
        }
        return only == null
                ? new Fault(null, "Machines are as well off as they can be.", "There is nothing to do.")
                : new Fault(null, "No machine is on %s.".formatted(only.name()), "There is nothing to do.");
    }

    // --- planning

    /**
     * What was planned.
     *
     * @param live ids of machines that run
     * @param drained ids of hosts that are drained
     * @param only the host that is to be emptied; null for all hosts
     */
    private record Planned(
            Rebalance rebalance,
            Set<String> live,
            Set<String> drained,
            @Nullable Host only) {}

    private Planned planned(RebalancePlacement wanted) {
        List<Host> all = hosts.all();
        Host only = only(wanted.host(), all);
        ImageCopies.Caches caches = copies.caches();
        Map<String, Long> promised = store.promisedDisk();
        Set<String> live = new HashSet<>();
        Map<String, Master> images = new HashMap<>();
        List<Movable> movable = new ArrayList<>();
        for (Host host : all) {
            if (only != null && !only.id().equals(host.id())) {
                continue;
            }
            List<MachineRecord> there = store.onHost(host.id());
            Surroundings around = new Surroundings(host, all, images, there.isEmpty() ? Map.of() : stored(host));
            Map<String, HardwareStore.Kept> made = hardware.of(there);
            Map<String, Jobs.Latest> latest =
                    jobs.latest(there.stream().map(MachineRecord::id).toList());
            for (MachineRecord machine : there) {
                HardwareStore.Kept kept = made.get(machine.id());
                if (kept != null) {
                    if (machine.state() == MachineState.RUNNING) {
                        live.add(machine.id());
                    }
                    movable.add(movable(machine, kept.hardware(), latest.get(machine.id()), around));
                }
            }
        }
        List<Candidate> candidates = candidates(all, movable, images, caches, promised, store.labelsByHost());
        Set<String> drained = all.stream().filter(Host::drained).map(Host::id).collect(Collectors.toSet());
        return new Planned(Rebalancing.plan(candidates, movable, rules), live, drained, only);
    }

    private static @Nullable Host only(@Nullable String named, List<Host> all) {
        Host host = MovePlan.wanted(named, all, "");
        if (host != null && !host.drained()) {
            throw ProblemException.invalid(List.of(new Fault(
                    "host",
                    "The host %s takes machines.".formatted(host.name()),
                    "Drain it first, or else machines would come back.")));
        }
        return host;
    }

    /**
     * What the machines of one host have in common.
     *
     * @param all hosts
     * @param images ready ones that were looked up already, by id
     * @param stored room that each disk of the host's pool takes, bytes, by name; null when it does not answer
     */
    private record Surroundings(
            Host host,
            List<Host> all,
            Map<String, Master> images,
            @Nullable Map<String, Long> stored) {}

    private Movable movable(MachineRecord machine, Hardware made, Jobs.@Nullable Latest latest, Surroundings around) {
        Host host = around.host();
        boolean live = machine.state() == MachineState.RUNNING;
        List<SnapshotRecord> kept = snapshots.of(machine.id());
        Long busy = latest != null && latest.active() ? latest.jobId() : null;
        String stuck = MachineActions.refusal(MachineActions.Action.MOVE, machine.state(), busy, false)
                .or(() -> MovePlan.stuck(made, live, host).map(reason -> reason.text() + " " + reason.help()))
                .orElse(null);
        Master master = around.images()
                .computeIfAbsent(
                        machine.imageId(), image -> masters.ready(image).orElse(null));
        TreeMap<String, String> barred = new TreeMap<>();
        for (Host other : around.all()) {
            if (!other.id().equals(host.id())) {
                MovePlan.barred(machine, kept, live, host, other).ifPresent(reason -> barred.put(other.id(), reason));
            }
        }
        Demand demand = MovePlan.demand(
                placements
                        .find(machine.id())
                        .map(earlier -> earlier.question().demand())
                        .orElse(null),
                machine,
                made,
                master,
                stuck == null ? bytes(machine, made, kept, around.stored()) : 0,
                host.architecture());
        return new Movable(
                machine.id(),
                machine.name(),
                host.id(),
                demand.withMachineLabels(label -> MachineStore.labelWithin(label, machine.projectId())),
                live ? Size.of(made.vcpus(), made.memoryMiB()) : Size.NONE,
                barred,
                stuck);
    }

    private @Nullable Map<String, Long> stored(Host host) {
        try {
            return hosts.hypervisor(host.id()).disks().list().stream()
                    .collect(Collectors.toMap(Disks.Disk::name, Disks.Disk::storedSize));
        } catch (HostException silent) {
            // Its machines' moves will be refused when their turn comes; that they are planned costs nothing.
            return null;
        }
    }

    private static long bytes(
            MachineRecord machine, Hardware made, List<SnapshotRecord> kept, @Nullable Map<String, Long> stored) {
        return stored == null
                ? made.disks().stream().mapToLong(Hardware.Disk::size).sum()
                : MovedVolumes.of(machine, made, kept, true).bytes(volume -> stored.getOrDefault(volume, 0L));
    }

    /** Hosts with the images that machines are made of which could come there. */
    private static List<Candidate> candidates(
            List<Host> all,
            List<Movable> machines,
            Map<String, Master> images,
            ImageCopies.Caches caches,
            Map<String, Long> promised,
            Map<String, NavigableMap<String, Integer>> tenants) {
        Set<String> wanted = machines.stream()
                .flatMap(machine -> Stream.ofNullable(machine.demand().image()))
                .map(Demand.Image::id)
                .collect(Collectors.toSet());
        return HostCandidates.of(all, null, null, caches, promised, tenants).stream()
                .map(host -> host.withImages(wanted.stream()
                        .filter(image -> isOn(host.id(), images.get(image), caches))
                        .toList()))
                .toList();
    }

    private static boolean isOn(String hostId, @Nullable Master image, ImageCopies.Caches caches) {
        return image != null
                && (image.hostId().equals(hostId)
                        || caches.images().getOrDefault(hostId, Set.of()).contains(image.id()));
    }
}
