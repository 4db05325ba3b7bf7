package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EachDatabase
class ReservationsTest {
    private static final int ROOM = 7;

    private final Database database;
    private final Reservations reservations;

    ReservationsTest(TestDatabase test) {
        database = test.database();
        reservations = new Reservations(database);
    }

    @Test
    void ofFiftyAtOnceWithRoomForSevenExactlySevenArePromisedIt() throws Exception {
        List<Callable<Boolean>> attempts = IntStream.range(0, 50)
                .<Callable<Boolean>>mapToObj(number -> this::promised)
                .toList();

        int promised = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                promised += attempt.get() ? 1 : 0;
            }
        }

        assertThat(promised).isEqualTo(ROOM);
        assertThat(count()).isEqualTo(ROOM);
    }

    /** Counts, decides and writes down, as whoever places machines does. */
    private boolean promised() {
        return database.inTransaction(() -> {
            reservations.await();
            if (count() >= ROOM) {
                return false;
            }
            database.writer()
                    .sql("INSERT INTO placement_decision (machine_id, digest, question, made_at) VALUES (?, '', '', 0)")
                    .param(UUID.randomUUID().toString())
                    .update();
            return true;
        });
    }

    private int count() {
        return database.writer()
                .sql("SELECT count(*) FROM placement_decision")
                .query(Integer.class)
                .single();
    }
}
