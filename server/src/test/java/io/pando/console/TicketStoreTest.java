package io.pando.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.access.Caller;
import io.pando.api.ConsoleTicket;
import io.pando.api.Role;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EachDatabase
class TicketStoreTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] SECRET = {1, 2, 3};

    private final TestDatabase database;
    private final TicketStore store;

    TicketStoreTest(TestDatabase database) {
        this.database = database;
        this.store = new TicketStore(database.database());
    }

    @BeforeEach
    void clear() {
        database.database().writer().sql("DELETE FROM console_ticket").update();
    }

    private static Ticket ticket(String credential) {
        return new Ticket(
                new Caller("u", "ada", Role.MEMBER, credential), "m", "first", ConsoleTicket.Kind.SCREEN, NOON);
    }

    @Test
    void givesBackWhatWasPutIn() {
        store.add(SECRET, ticket("c"));
        assertThat(store.take(SECRET)).hasValue(ticket("c"));
    }

    @Test
    void givesATicketToOneOfMany() throws Exception {
        store.add(SECRET, ticket("c"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Optional<Ticket>> take = () -> store.take(SECRET);
            int taken = 0;
            for (Future<Optional<Ticket>> future : threads.invokeAll(
                    IntStream.range(0, 20).mapToObj(number -> take).toList())) {
                taken += future.get().isPresent() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        }
    }

    @Test
    void forgetsTheTicketsOfACredential() {
        store.add(SECRET, ticket("c"));
        store.add(new byte[] {4}, ticket("d"));
        store.deleteOfCredential("c");
        assertThat(store.take(SECRET)).isEmpty();
        assertThat(store.take(new byte[] {4})).isPresent();
    }

    @Test
    void forgetsExpiredTickets() {
        store.add(SECRET, ticket("c"));
        store.deleteExpired(NOON.minusMillis(1));
        store.deleteExpired(NOON.minusNanos(1_000));
        assertThat(store.take(SECRET)).isPresent();
        store.add(SECRET, ticket("c"));
        store.deleteExpired(NOON);
        assertThat(store.take(SECRET)).isEmpty();
    }
}
