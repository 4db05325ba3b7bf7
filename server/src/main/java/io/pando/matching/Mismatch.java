package io.pando.matching;

import io.pando.api.Suggestion;
import java.util.List;

/**
 * Why an image will not do.
 *
 * @param field path of the field of the request that it does not meet
 * @param text as part of a sentence that begins with the image: {@code its system is alpine:3.19, and debian:12 is wanted}
 * @param changes of the request, after which this would not stand in the way; empty when there are none
 */
public record Mismatch(String field, String text, List<Suggestion.Change> changes) {
    public Mismatch {
        changes = List.copyOf(changes);
    }
}
