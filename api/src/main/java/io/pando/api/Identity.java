package io.pando.api;

import java.util.List;
import java.util.Map;

/**
 * Identifiers of a machine as its guest and its host report them, not as Pando meant to set them.
 *
 * @param fields name of the identifier, for example {@code machine-id}, to the values seen; empty where the guest has
 *     none
 */
public record Identity(Map<String, List<String>> fields) {
    public Identity {
        fields = Map.copyOf(fields);
    }
}
