package io.pando.job;

import io.pando.api.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job as the journal has it, without its steps. */
record JobRecord(
        long id,
        String kind,
        String title,
        Job.State state,
        String ownerId,
        @Nullable String projectId,
        Job.Subject subject,
        String variant,
        String request,
        @Nullable String plan,
        String memory,
        @Nullable String problem,
        long fence,
        boolean cancelRequested,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Whether it still works or waits to. */
    boolean active() {
        return state == Job.State.QUEUED || state == Job.State.RUNNING || state == Job.State.UNDOING;
    }
}
