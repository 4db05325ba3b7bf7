package io.pando.machine;

import io.pando.host.Disks;
import io.pando.host.HostException;
import io.pando.host.Moves;
import io.pando.host.Moves.Presence;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.UUID;

/**
 * Has the machine go over to the other host: a running one with its memory and the layers that it writes to, one that is off by its
 * registration there. From the moment in which it is there alone, the job has no way back.
 */
final class GoOver implements Step<MoveRequest> {
    /** Remembered before it is sent for the first time. */
    private static final String BEGUN = "sending-begun";
    /** Remembered before it is told to run on the host that it goes to: whatever the other host says from then on is the past. */
    private static final String OVER = "over";

    private final MoveWork work;

    GoOver(MoveWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "go-over";
    }

    @Override
    public String title() {
        return "Have it go over";
    }

    @Override
    public double weight() {
        return 5;
    }

    @Override
    public String intent(StepContext<MoveRequest> context) {
        MoveRequest request = context.request();
        MachineRecord machine = work.machine(request);
        return "Have %s (%s) on the host %s, and no longer on %s"
                .formatted(
                        machine.domainName(),
                        machine.domainUuid(),
                        work.hostName(request.targetId()),
                        work.hostName(request.sourceId()));
    }

    @Override
    public Outcome run(StepContext<MoveRequest> context) throws InterruptedException {
        MoveRequest request = context.request();
        if (request.live()) {
            if (context.recall(OVER).isEmpty()) {
                send(context);
                context.remember(OVER, "yes");
                context.noWayBack();
            }
        } else {
            refuseIfOn(request);
        }
        arrive(request);
        return Outcome.of(
                "on %s%s".formatted(work.hostName(request.targetId()), request.live() ? ", running all the time" : ""),
                () -> work.recordArrival(request));
    }

    private void refuseIfOn(MoveRequest request) {
        Presence there =
                work.moves(request.sourceId()).presence(work.machine(request).domainUuid());
        if (there != Presence.OFF && there != Presence.LEFT) {
            throw new HostException(
                    HostException.Reason.WRONG_STATE,
                    there == Presence.ABSENT
                            ? "The host does not know the machine any more."
                            : "The machine was started meanwhile by other means than Pando.",
                    null);
        }
    }

    // --- a machine that runs

    private void send(StepContext<MoveRequest> context) throws InterruptedException {
        MoveRequest request = context.request();
        MachineRecord machine = work.machine(request);
        UUID uuid = machine.domainUuid();
        if (demandSource(context, machine) == Whereabouts.AT_TARGET) {
            return;
        }
        if (context.recall(BEGUN).isPresent()) {
            goOnAtSource(request, uuid);
        }
        context.remember(BEGUN, "yes");
        makeRoom(request);
        work.send(
                machine,
                request,
                (done, all) -> context.progress(
                        all == 0 ? 0 : 100.0 * done / all,
                        all == 0
                                ? "Waiting for its turn"
                                : "%d of %d MiB of memory and disks".formatted(done >> 20, all >> 20)));
        Whereabouts now = whereabouts(request, uuid);
        if (now != Whereabouts.AT_TARGET) {
            throw new HostException(
                    HostException.Reason.BUSY, "The machine was sent, and is not there: %s.".formatted(now), null);
        }
    }

    /** Where it is: one of the two hosts has it, running or complete. */
    private Whereabouts demandSource(StepContext<MoveRequest> context, MachineRecord machine) {
        MoveRequest request = context.request();
        Presence source = work.moves(request.sourceId()).presence(machine.domainUuid());
        if (context.recall(BEGUN).isEmpty() && source == Presence.PAUSED) {
            throw new HostException(
                    HostException.Reason.WRONG_STATE,
                    "The machine stands still, by other means than Pando. Let it run, or stop it, and move it then.",
                    null);
        }
        Whereabouts where = whereabouts(request, machine.domainUuid());
        return switch (where) {
            case AT_SOURCE, AT_TARGET -> where;
            case OFF_AT_SOURCE ->
                throw new HostException(
                        HostException.Reason.WRONG_STATE,
                        "The machine went off while it was being moved. Move it as it is now, or start it first.",
                        null);
            case TWICE -> throw twice();
            case UNCLEAR -> throw unclear();
            case NOWHERE ->
                throw new HostException(HostException.Reason.ABSENT, "Neither host knows the machine any more.", null);
        };
    }

    private Whereabouts whereabouts(MoveRequest request, UUID uuid) {
        return Whereabouts.of(
                work.moves(request.sourceId()).presence(uuid),
                work.moves(request.targetId()).presence(uuid));
    }

    /** Ends whatever an earlier attempt has left, so that it runs where it was and nowhere else. */
    private void goOnAtSource(MoveRequest request, UUID uuid) throws InterruptedException {
        Moves source = work.moves(request.sourceId());
        source.withdraw(uuid);
        // Before it goes on, what could have gone on there is gone.
        work.moves(request.targetId()).discard(uuid);
        Presence there = source.presence(uuid);
        if (there == Presence.PAUSED || there == Presence.BETWEEN) {
            work.domains(request.sourceId()).start(uuid);
        }
    }

    /** Empty layers of the same size, anew for each attempt: what an earlier one has written there may be outdated. */
    private void makeRoom(MoveRequest request) {
        Disks source = work.disks(request.sourceId());
        Disks target = work.disks(request.targetId());
        for (String volume : work.volumes(request).sent()) {
            long size = source.find(volume)
                    .orElseThrow(() -> new HostException(
                            HostException.Reason.ABSENT, "The machine's disk %s is gone.".formatted(volume), null))
                    .virtualSize();
            source.base(volume)
                    .ifPresentOrElse(
                            base -> target.createLinked(volume, base, size), () -> target.createEmpty(volume, size));
        }
    }

    // --- on the host that it goes to

    /** It is there, and there alone: it goes on if it ran, and is registered for its next start. */
    private void arrive(MoveRequest request) {
        MachineRecord machine = work.machine(request);
        UUID uuid = machine.domainUuid();
        if (work.moves(request.targetId()).presence(uuid) == Presence.PAUSED) {
            work.domains(request.targetId()).start(uuid);
        }
        work.domains(request.targetId())
                .define(work.machines()
                        .specification(
                                machine,
                                work.machines().hardware().find(machine).hardware()));
    }

    // --- back

    @Override
    public void undo(StepContext<MoveRequest> context) throws InterruptedException {
        MoveRequest request = context.request();
        UUID uuid = work.machine(request).domainUuid();
        if (work.arrived(request)) {
            return;
        }
        if (!request.live()) {
            work.moves(request.targetId()).discard(uuid);
            return;
        }
        if (context.recall(BEGUN).isEmpty()) {
            return;
        }
        switch (whereabouts(request, uuid)) {
            case AT_SOURCE -> goOnAtSource(request, uuid);
            case OFF_AT_SOURCE, NOWHERE -> work.moves(request.targetId()).discard(uuid);
            case AT_TARGET -> {
                // It was cancelled in the very moment in which it went over, and nobody can bring it back: so it stays.
                arrive(request);
                work.recordArrival(request);
            }
            case TWICE -> throw twice();
            case UNCLEAR -> throw unclear();
        }
    }

    private static HostException twice() {
        return new HostException(
                HostException.Reason.WRONG_STATE,
                "The machine runs on both hosts, by other means than Pando. Stop one of the two.",
                null);
    }

    private static HostException unclear() {
        return new HostException(
                HostException.Reason.BUSY, "The hosts do not agree yet on which of them has the machine.", null);
    }
}
