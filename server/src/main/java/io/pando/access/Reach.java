package io.pando.access;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which projects a caller sees.
 *
 * @param projectIds null means all there are
 */
public record Reach(@Nullable Set<String> projectIds) {
    /** No project has it: it keeps a list of ids in SQL from being empty, which is not allowed there. */
    private static final List<String> NOBODY = List.of("nobody");

    public Reach {
        projectIds = projectIds == null ? null : Set.copyOf(projectIds);
    }

    /** Whether it is limited at all. */
    public boolean limited() {
        return projectIds != null;
    }

    public boolean includes(String projectId) {
        return projectIds == null || projectIds.contains(projectId);
    }

    /**
     * The ids for {@code project_id IN (…)}; never empty.
     *
     * @throws IllegalStateException when it is not limited
     */
    public List<String> ids() {
        Set<String> ids = projectIds;
        if (ids == null) {
            throw new IllegalStateException("All projects are reached");
        }
        return ids.isEmpty() ? NOBODY : ids.stream().sorted().toList();
    }
}
