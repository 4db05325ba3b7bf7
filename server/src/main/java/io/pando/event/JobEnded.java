package io.pando.event;

import org.jspecify.annotations.Nullable;

/**
 * A job has ended. Published as a Spring application event within the transaction that ends it.
 *
 * @param kind for example {@code machine.create}
 * @param projectId project for which it works; null for none
 * @param state {@code DONE}, {@code FAILED} or {@code CANCELLED}
 * @param problem code of the kind of problem; null unless it failed
 * @param detail what went wrong, for people; null unless it failed
 */
public record JobEnded(
        long jobId,
        String kind,
        String ownerId,
        String subjectType,
        String subjectId,
        String subjectName,
        @Nullable String projectId,
        String state,
        @Nullable String problem,
        @Nullable String detail) {}
