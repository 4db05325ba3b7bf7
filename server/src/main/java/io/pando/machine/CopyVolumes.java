package io.pando.machine;

import io.pando.host.Disks;
import io.pando.host.HostException;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import java.util.OptionalLong;

/** Copies what does not change of a machine's disks to the host that it goes to, and compares it. */
final class CopyVolumes implements Step<MoveRequest> {
    /** Remembered before anything is made there. */
    private static final String BEGUN = "copying-begun";

    private static final String COPIED = "copied ";

    private final MoveWork work;

    CopyVolumes(MoveWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "copy-volumes";
    }

    @Override
    public String title() {
        return "Copy its disks";
    }

    @Override
    public String intent(StepContext<MoveRequest> context) {
        MoveRequest request = context.request();
        return "Have %s on the host %s"
                .formatted(String.join(", ", work.volumes(request).all()), work.hostName(request.targetId()));
    }

    @Override
    public Outcome run(StepContext<MoveRequest> context) {
        MoveRequest request = context.request();
        MovedVolumes volumes = work.volumes(request);
        Disks source = work.disks(request.sourceId());
        Disks target = work.disks(request.targetId());
        if (context.recall(BEGUN).isEmpty()) {
            refuseStrangers(volumes.all(), target);
            context.remember(BEGUN, "yes");
        }
        // What snapshots have made libvirt sees only when it looks again.
        source.refresh();
        long all = 0;
        for (String volume : volumes.copied()) {
            all += source.fileSize(volume).orElse(0);
        }
        long done = 0;
        for (String volume : volumes.copied()) {
            OptionalLong size = source.fileSize(volume);
            if (size.isEmpty() && volumes.variables().contains(volume)) {
                // It was never started.
                continue;
            }
            if (context.recall(COPIED + volume).isEmpty()) {
                context.remember(COPIED + volume, copy(context, volume, source, target, done, all));
            }
            done += size.orElse(0);
        }
        return Outcome.of(
                volumes.copied().isEmpty()
                        ? "nothing to copy before: its disks go with its memory"
                        : "%d MiB copied and compared by SHA-256".formatted(all >> 20));
    }

    /** A pool that both hosts share would lose the disk when it is deleted where the machine has left. */
    private static void refuseStrangers(List<String> volumes, Disks target) {
        target.refresh();
        for (String volume : volumes) {
            if (target.find(volume).isPresent()) {
                throw new HostException(
                        HostException.Reason.REFUSED,
                        "The pool there has a disk %s already. Two hosts must not share a pool; delete the disk if it is left over from before."
                                .formatted(volume),
                        null);
            }
        }
    }

    private static String copy(
            StepContext<MoveRequest> context, String volume, Disks source, Disks target, long before, long all) {
        long compared = before + source.fileSize(volume).orElse(0) / 2;
        return target.copy(
                source,
                volume,
                "The disk " + volume,
                done -> tell(context, before + done / 2, all, "%s is copied".formatted(volume)),
                done -> tell(context, compared + done / 2, all, "%s is compared".formatted(volume)));
    }

    private static void tell(StepContext<MoveRequest> context, long done, long all, String what) {
        context.progress(100.0 * done / Math.max(1, all), "%s: %d of %d MiB".formatted(what, done >> 20, all >> 20));
    }

    /** What is copied goes; of a machine that has gone over all the same, what it has left behind. */
    @Override
    public void undo(StepContext<MoveRequest> context) {
        MoveRequest request = context.request();
        if (context.recall(BEGUN).isPresent()) {
            work.clear(
                    request,
                    work.arrived(request) ? request.sourceId() : request.targetId(),
                    work.volumes(request).all());
        }
    }
}
