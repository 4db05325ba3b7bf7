package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to change a request so that it fits. Whoever suggests it has tried it.
 *
 * @param text what to do, as a sentence
 * @param changes all of them together, each to a field of its own
 */
public record Suggestion(String text, List<Change> changes) {
    public Suggestion {
        changes = List.copyOf(changes);
    }

    /** One that changes a single field. */
    public static Suggestion of(String text, String field, @Nullable Object value) {
        return new Suggestion(text, List.of(new Change(field, value)));
    }

    /**
     * A field and what to put there.
     *
     * @param field path of the field within the request, for example {@code guest.user.name}
     * @param value a text, a number or a list of texts; null to leave the field out
     */
    public record Change(String field, @Nullable Object value) {}
}
