package io.pando.placement;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A machine that is on a host, as a decision about moving it sees it.
 *
 * @param hostId the host that it is on
 * @param demand what it needs of a host; its disks as they are
 * @param holds what it takes of its host just now: nothing when it is off
 * @param barred hosts to which it cannot be moved for other reasons than those of a decision, each with the reason as part of a sentence
 * @param stuck why it cannot be moved at all, as a sentence; null when it can
 */
public record Movable(
        String id,
        String name,
        String hostId,
        Demand demand,
        Size holds,
        NavigableMap<String, String> barred,
        @Nullable String stuck) {
    public Movable {
        barred = Collections.unmodifiableNavigableMap(new TreeMap<>(barred));
    }
}
