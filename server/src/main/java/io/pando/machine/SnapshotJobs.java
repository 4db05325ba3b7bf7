package io.pando.machine;

import io.pando.job.JobKind;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs on snapshots and the steps that each consists of. */
@Configuration(proxyBeanMethods = false)
class SnapshotJobs {
    static final String CREATE = "snapshot.create";
    static final String REVERT = "snapshot.revert";
    static final String DELETE = "snapshot.delete";

    @Bean
    JobKind<SnapshotRequest> createSnapshot(MachineWork work, SnapshotStore snapshots, MachineObserver observer) {
        return new SnapshotJob(CREATE, List.of(new TakeSnapshot(work, snapshots)), observer, (request, cause) -> {
            snapshots.remove(request.snapshotId());
            work.hardware().put(request.machineId(), request.requireBefore());
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
                (request, cause) -> {});
    }

    @Bean
    JobKind<SnapshotRequest> deleteSnapshot(MachineWork work, SnapshotStore snapshots, MachineObserver observer) {
        return new SnapshotJob(
                DELETE,
                List.of(new MergeSnapshots(work, snapshots), new DropMerged(work, snapshots)),
                observer,
                (request, cause) -> snapshots
                        .find(request.machineId(), request.snapshotId())
                        .ifPresent(snapshot -> snapshots.recordState(
                                snapshot.id(),
                                SnapshotRecord.State.BROKEN,
                                "Deleting it went wrong halfway: %s Delete it again.".formatted(cause.detail()))));
    }
}
