package io.pando.api;

import java.util.List;

/**
 * Names of packages, for somebody who is about to write one.
 *
 * @param names those that begin with what was written first, each group by alphabet
 */
public record PackageSuggestions(List<String> names) {
    public PackageSuggestions {
        names = List.copyOf(names);
    }
}
