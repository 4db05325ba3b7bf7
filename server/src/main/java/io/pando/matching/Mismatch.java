package io.pando.matching;

import io.pando.api.Suggestion;
import java.util.List;

/**
 * Why an image will not do.
 *
 * @param field path of the field of the request that it does not meet
 * @param text as part of a sentence that begins with the image: {@code its system is alpine:3.19, and debian:12 is wanted}
 * @param changes of the request, after which this would not stand in the way; empty when there are none
 * @param absent whether it is that there are no such packages for its system
 */
public record Mismatch(String field, String text, List<Suggestion.Change> changes, boolean absent) {
    public Mismatch {
        changes = List.copyOf(changes);
    }

    /** One that is about the image itself. */
    Mismatch(String field, String text, List<Suggestion.Change> changes) {
        this(field, text, changes, false);
    }
}
