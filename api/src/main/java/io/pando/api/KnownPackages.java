package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which packages there are for an image's system, as far as Pando knows. One that is not among them can be asked for in vain only.
 *
 * @param knownAt since when; null when nothing is known, and nothing is refused then
 * @param source how it is known; null when it is not
 * @param total how many there are, whatever was searched for
 * @param names those that were searched for, as many as were asked for: those that begin with it first, each group by alphabet
 * @param problem why they could not be listed anew the last time; null when they could
 * @param failedAt when that was; null when it was not
 */
public record KnownPackages(
        @Nullable Instant knownAt,
        @Nullable Source source,
        int total,
        List<String> names,
        @Nullable String problem,
        @Nullable Instant failedAt) {
    public KnownPackages {
        names = List.copyOf(names);
    }

    /** How it is known which packages there are. */
    public enum Source {
        /** By lists on the image's disk. */
        IMAGE,
        /** From where the image's packages come, which was asked. */
        MIRROR
    }
}
