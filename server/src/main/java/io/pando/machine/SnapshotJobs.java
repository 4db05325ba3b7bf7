package io.pando.machine;

import io.pando.api.Problem;
import io.pando.job.JobKind;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs on snapshots and the steps that each consists of. */
@Configuration(proxyBeanMethods = false)
class SnapshotJobs {
    static final String CREATE = "snapshot.create";
    static final String REVERT = "snapshot.revert";
    static final String DELETE = "snapshot.delete";

    @Bean
    JobKind<SnapshotRequest> createSnapshot(
            MachineWork work, SnapshotStore snapshots, SnapshotCharges charges, MachineObserver observer) {
        return new SnapshotJob(
                CREATE,
                List.of(new TakeSnapshot(work, snapshots, charges)),
                observer,
                (request, cause) -> {
                    snapshots.remove(request.snapshotId());
                    charges.release(request.machineId(), request.snapshotId());
                    work.hardware().put(request.machineId(), request.requireBefore());
                },
                (request, cause) -> {
                    // The machine may write to the new layers by now; deleting the snapshot finds out and takes them
                    // back.
                    work.hardware().put(request.machineId(), request.requireAfter());
                    work.hardware().recordSnapshot(request.machineId(), request.snapshotId());
                    snapshots.recordState(
                            request.snapshotId(),
                            SnapshotRecord.State.BROKEN,
                            "It could not be made, and not be taken away again: %s Delete it."
                                    .formatted(cause.detail()));
                });
    }

    @Bean
    JobKind<SnapshotRequest> revertToSnapshot(MachineWork work, SnapshotStore snapshots, MachineObserver observer) {
        return new SnapshotJob(
                REVERT,
                List.of(
                        new CutPower(work),
                        new MakeLayers(work, snapshots),
                        new TakeBack(work),
                        new GoOn(work),
                        new DropLayers(work)),
                observer,
                (request, cause) -> {},
                (request, cause) -> {});
    }

    @Bean
    JobKind<SnapshotRequest> deleteSnapshot(
            MachineWork work, SnapshotStore snapshots, SnapshotCharges charges, MachineObserver observer) {
        BiConsumer<SnapshotRequest, Problem> halfway = (request, cause) -> snapshots
                .find(request.machineId(), request.snapshotId())
                .ifPresent(snapshot -> snapshots.recordState(
                        snapshot.id(),
                        SnapshotRecord.State.BROKEN,
                        "Deleting it went wrong halfway: %s Delete it again.".formatted(cause.detail())));
        return new SnapshotJob(
                DELETE,
                List.of(new MergeSnapshots(work, snapshots, charges), new DropMerged(work, snapshots, charges)),
                observer,
                halfway,
                halfway);
    }
}
