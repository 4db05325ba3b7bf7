package io.pando.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.secret.Secrets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final AuditFilter EVERYTHING =
            new AuditFilter(null, null, null, null, null, null, null, null, List.of(), null, null);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final TestDatabase test = TestDatabase.sqlite();
    private final AuditStore store = new AuditStore(test.database(), new Secrets(test.properties()), clock);
    private final Refusals refusals = new Refusals(store, clock);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aFloodFromOneAddressTakesAFewEntriesAndIsCountedWhole() {
        for (int number = 0; number < 100_000; number++) {
            refusals.add(refusal("192.0.2.1", null, "request"));
        }
        assertThat(store.count(EVERYTHING)).isEqualTo(Refusals.EACH_OF_AN_ADDRESS);
        clock.advance(Refusals.PERIOD);
        refusals.settle();
        List<AuditRecord> all = store.list(EVERYTHING, 100, 0);
        assertThat(all).hasSize(Refusals.EACH_OF_AN_ADDRESS + 1);
        assertThat(all.getFirst().repeats()).isEqualTo(100_000 - Refusals.EACH_OF_AN_ADDRESS);
        assertThat(all.getFirst().detail()).isEqualTo("99990 more within a minute. No.");
        assertThat(all.stream().mapToLong(AuditRecord::repeats).sum()).isEqualTo(100_000);
    }

    @Test
    void aFloodFromManyAddressesTakesABoundedNumberOfEntries() {
        for (int number = 0; number < 20_000; number++) {
            refusals.add(refusal("10.%d.%d.1".formatted(number / 250, number % 250), null, "request"));
        }
        clock.advance(Refusals.PERIOD);
        refusals.settle();
        List<AuditRecord> all = store.list(EVERYTHING, 1_000, 0);
        assertThat(all).hasSizeLessThan(Refusals.EACH_OF_STRANGERS + 10);
        assertThat(all.stream().mapToLong(AuditRecord::repeats).sum()).isEqualTo(20_000);
    }

    @Test
    void nobodyIsHiddenByTheFloodOfOthers() {
        for (int number = 0; number < 50_000; number++) {
            refusals.add(refusal("10.%d.%d.1".formatted(number / 250, number % 250), null, "request"));
        }
        refusals.add(refusal("192.0.2.1", "ada", "machine.delete"));
        assertThat(store.list(EVERYTHING, 1, 0))
                .extracting(AuditRecord::actorName)
                .containsExactly("ada");
    }

    @Test
    void whatDiffersIsToldApartAlsoWhereItIsToldTogether() {
        for (int number = 0; number < 100; number++) {
            refusals.add(refusal("192.0.2.1", null, "machine.show"));
            refusals.add(refusal("192.0.2.1", null, "session.signIn"));
        }
        refusals.settleAll();
        assertThat(store.list(EVERYTHING, 2, 0))
                .extracting(AuditRecord::action, AuditRecord::repeats)
                .containsExactlyInAnyOrder(tuple("machine.show", 95L), tuple("session.signIn", 95L));
    }

    @Test
    void afterAMinuteRefusalsAreToldOneByOneAgain() {
        for (int minute = 0; minute < 3; minute++) {
            refusals.add(refusal("192.0.2.1", null, "request"));
            clock.advance(Refusals.PERIOD);
            refusals.settle();
        }
        assertThat(store.list(EVERYTHING, 10, 0))
                .extracting(AuditRecord::repeats)
                .containsExactly(1L, 1L, 1L);
    }

    private static AuditEntry refusal(String address, @Nullable String account, String action) {
        return new AuditEntry(
                action,
                AuditOutcome.REFUSED,
                "GET /api/v1/machines",
                401,
                "not-signed-in",
                "No.",
                account == null ? null : new AuditEntry.Who("id-of-" + account, account, "token", "t", "laptop"),
                address,
                null,
                null,
                "r",
                1,
                null,
                null,
                null);
    }
}
