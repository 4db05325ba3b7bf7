package io.pando.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which copies make room for another one: those that were used least recently. Pure. */
final class Eviction {
    private Eviction() {}

    /**
     * Chooses as few as are needed, the least used first. None at all where all together would not be enough: they would go for nothing.
     *
     * @param copies on one host
     * @param inUse images that machines there are based on
     * @param missing room that has to be made, bytes
     */
    static List<CopyRecord> choose(List<CopyRecord> copies, Set<String> inUse, long missing) {
        List<CopyRecord> chosen = new ArrayList<>();
        long freed = 0;
        for (CopyRecord copy : removable(copies, inUse)) {
            if (freed >= missing) {
                break;
            }
            chosen.add(copy);
            freed += copy.bytes();
        }
        return freed >= missing ? chosen : List.of();
    }

    /** Whether nothing depends on it. */
    static boolean isRemovable(CopyRecord copy, Set<String> inUse) {
        return copy.state() != CopyRecord.State.COPYING && !inUse.contains(copy.imageId());
    }

    /** Those that nothing depends on, the least used first. */
    static List<CopyRecord> removable(List<CopyRecord> copies, Set<String> inUse) {
        return copies.stream()
                .filter(copy -> isRemovable(copy, inUse))
                .sorted(Comparator.comparing(CopyRecord::usedAt).thenComparing(CopyRecord::imageId))
                .toList();
    }
}
