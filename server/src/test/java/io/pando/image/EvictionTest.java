package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvictionTest {
    private final List<CopyRecord> copies = List.of(
            copy("new", CopyRecord.State.READY, 100, 9),
            copy("old", CopyRecord.State.READY, 100, 1),
            copy("older", CopyRecord.State.READY, 50, 0),
            copy("middle", CopyRecord.State.READY, 100, 5),
            copy("arriving", CopyRecord.State.COPYING, 100, 2));

    @Test
    void theLeastUsedGoFirstAndAsFewAsAreNeeded() {
        assertThat(Eviction.choose(copies, Set.of(), 120))
                .extracting(CopyRecord::imageId)
                .containsExactly("older", "old");
    }

    @Test
    void whatMachinesAreBasedOnStays() {
        assertThat(Eviction.choose(copies, Set.of("old", "older"), 120))
                .extracting(CopyRecord::imageId)
                .containsExactly("middle", "new");
    }

    @Test
    void nothingGoesInVain() {
        assertThat(Eviction.choose(copies, Set.of(), 351)).isEmpty();
        assertThat(Eviction.choose(copies, Set.of(), 350)).hasSize(4);
    }

    @Test
    void whatIsBeingCopiedStays() {
        assertThat(Eviction.removable(copies, Set.of()))
                .extracting(CopyRecord::imageId)
                .doesNotContain("arriving");
    }

    private static CopyRecord copy(String image, CopyRecord.State state, long bytes, int usedAt) {
        return new CopyRecord(image, "host", image + ".qcow2", state, null, bytes, null, Instant.ofEpochSecond(usedAt));
    }
}
