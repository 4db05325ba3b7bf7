package io.pando.job;

import io.pando.access.Reach;
import io.pando.api.Job;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a list is to show.
 *
 * @param reach of whose projects
 * @param own account whose jobs of no project are shown, too; null for none
 * @param ownerId who asked for them; null for anybody
 * @param subjectId working on what; null for anything
 * @param states any of these; empty for all
 */
record JobFilter(
        Reach reach,
        @Nullable String own,
        @Nullable String ownerId,
        @Nullable String subjectId,
        Collection<Job.State> states) {
    JobFilter {
        states = List.copyOf(states);
    }
}
