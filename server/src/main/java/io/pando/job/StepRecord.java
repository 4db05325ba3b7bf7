package io.pando.job;

import io.pando.api.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A step as the journal has it. */
record StepRecord(
        long jobId,
        int ordinal,
        String name,
        String title,
        Job.StepState state,
        @Nullable String intent,
        @Nullable String detail,
        double percent,
        int attempts,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String problem) {

    Job.Step shown() {
        return new Job.Step(
                name,
                title,
                state,
                detail == null ? intent : detail,
                percent,
                attempts,
                startedAt,
                finishedAt,
                problem);
    }
}
