package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request.
 *
 * @param field path of the field within the request, for example {@code guest.user.name}; null when it concerns the
 *     whole request
 * @param message what is wrong, as a sentence
 * @param help what would make it right, as a sentence; null when there is nothing that the caller could do
 * @param suggestions changes of the request of which each would make this right; null when none is known
 */
public record Fault(
        @Nullable String field,
        String message,
        @Nullable String help,
        @Nullable List<Suggestion> suggestions) {
    public Fault {
        suggestions = suggestions == null || suggestions.isEmpty() ? null : List.copyOf(suggestions);
    }

    /** One that no change of the request is known to make right. */
    public Fault(@Nullable String field, String message, @Nullable String help) {
        this(field, message, help, null);
    }

    /** The same with other suggestions. */
    public Fault suggesting(List<Suggestion> others) {
        return new Fault(field, message, help, others);
    }
}
