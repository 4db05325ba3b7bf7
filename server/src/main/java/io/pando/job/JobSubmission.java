package io.pando.job;

import io.pando.api.Job;
import io.pando.api.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A job to be queued.
 *
 * @param kind name of its {@link JobKind}
 * @param title for people
 * @param ownerId who asked for it
 * @param projectId whose members see it; null where only the owner and administrators do
 * @param subject what it works on; no second job works on the same thing meanwhile
 * @param variant jobs of one kind and variant are expected to take equally long
 * @param request what was asked for
 * @param plan what the person was shown; null when there was none
 * @param key makes a repeated request have one effect only; null when the caller gave none
 */
public record JobSubmission<R>(
        String kind,
        String title,
        String ownerId,
        @Nullable String projectId,
        Job.Subject subject,
        String variant,
        R request,
        @Nullable Plan plan,
        @Nullable IdempotencyKey key) {

    /** A job of no project. */
    public JobSubmission(
            String kind,
            String title,
            String ownerId,
            Job.Subject subject,
            String variant,
            R request,
            @Nullable Plan plan,
            @Nullable IdempotencyKey key) {
        this(kind, title, ownerId, null, subject, variant, request, plan, key);
    }
}
