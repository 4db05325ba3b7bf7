package io.pando.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@EachDatabase
class RunStoreTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final RunStore runs;

    RunStoreTest(TestDatabase database) {
        this.runs = new RunStore(database.database());
    }

    @Test
    void aRunIsAbandonedOnceItsTimeIsOver() {
        runs.begin(ONE, "host", NOON);
        runs.begin(OTHER, "elsewhere", NOON);

        assertThat(runs.abandoned("host", NOON)).isEmpty();
        assertThat(runs.abandoned("host", NOON.plusMillis(1))).containsExactly(ONE);
        assertThat(runs.hosts()).containsExactly("elsewhere", "host");
    }

    @Test
    void aRunThatIsRepeatedHasMoreTime() {
        runs.begin(ONE, "host", NOON);
        runs.begin(ONE, "host", NOON.plusSeconds(60));

        assertThat(runs.abandoned("host", NOON.plusSeconds(1))).isEmpty();
    }

    @Test
    void aRunThatHasEndedIsForgotten() {
        runs.begin(ONE, "host", NOON);
        runs.end(ONE);
        runs.end(ONE);

        assertThat(runs.abandoned("host", NOON.plusSeconds(1))).isEmpty();
        assertThat(runs.hosts()).isEmpty();
    }
}
