package io.pando.audit;

import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; null and empty mean any.
 *
 * @param viewer who may see what; null sees everything
 * @param actor id or name of an account
 * @param action {@code machine.delete}, or {@code machine} for all of them
 * @param object id or name
 * @param from the first moment
 * @param to the first moment that no longer counts
 */
record AuditFilter(
        @Nullable Viewer viewer,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String objectType,
        @Nullable String object,
        @Nullable String project,
        @Nullable Long job,
        @Nullable String request,
        List<AuditOutcome> outcomes,
        @Nullable Instant from,
        @Nullable Instant to) {
    AuditFilter {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Somebody who sees what he did, what was done to his account, and what happens in his projects.
     *
     * @param projects those that he owns
     * @param only the only project that his credential reaches; null for all
     */
    record Viewer(
            String userId,
            Collection<String> projects,
            @Nullable String only) {
        Viewer {
            projects = List.copyOf(projects);
        }

        boolean sees(AuditRecord record) {
            String project = record.projectId();
            boolean own = userId.equals(record.actorId())
                    || ("user".equals(record.objectType()) && userId.equals(record.objectId()));
            return (own && (only == null || only.equals(project))) || (project != null && projects.contains(project));
        }
    }
}
