package io.pando.machine;

import io.pando.access.Reach;
import io.pando.api.Fault;
import io.pando.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which machines a list is to show, and in which order.
 *
 * @param reach of whose projects
 * @param ownerId null for everybody's
 * @param name exact; null for any
 * @param query part of the name or of an address; null for any
 * @param imageId null for any
 * @param states any of these; empty for all
 * @param labels all of these; empty for any
 * @param order what to sort by, as SQL; one of a fixed few
 */
record MachineFilter(
        Reach reach,
        @Nullable String ownerId,
        @Nullable String name,
        @Nullable String query,
        @Nullable String imageId,
        Collection<MachineState> states,
        Collection<String> labels,
        String order) {
    private static final Map<String, String> COLUMNS =
            Map.of("name", "name", "state", "state", "createdAt", "created_at", "image", "image_id");

    MachineFilter {
        states = List.copyOf(states);
        labels = List.copyOf(labels);
    }

    /** Reads {@code name}, {@code -createdAt} and the like; ends in the id so that pages never overlap. */
    static String order(String sort) {
        boolean descending = sort.startsWith("-");
        String column = COLUMNS.get(descending ? sort.substring(1) : sort);
        if (column == null) {
            throw ProblemException.invalid(List.of(new Fault(
                    "sort",
                    "Machines cannot be sorted by %s.".formatted(sort),
                    "Sort by name, state, createdAt or image; a hyphen before it descends.")));
        }
        String direction = descending ? " DESC" : "";
        return column + direction + ", id" + direction;
    }
}
