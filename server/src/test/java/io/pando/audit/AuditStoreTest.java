package io.pando.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.access.TestPeople;
import io.pando.api.AuditChain;
import io.pando.api.AuditFault;
import io.pando.api.AuditHead;
import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import io.pando.api.AuditVerification;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.secret.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EachDatabase
class AuditStoreTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Database database;
    private final AuditStore store;
    private final AuditService service;

    AuditStoreTest(TestDatabase test) {
        database = test.database();
        store = new AuditStore(database, new Secrets(test.properties()), clock);
        service = new AuditService(store, new AuditScope(new TestPeople(database).projects()));
    }

    /** Each test begins with a record of its own. */
    @BeforeEach
    void begin() {
        database.writer().sql("DELETE FROM audit_record").update();
        database.writer()
                .sql("UPDATE audit_head SET seq = 0, hash = ?, seal = NULL")
                .param("0".repeat(64))
                .update();
    }

    @Test
    void anEmptyRecordIsIntact() {
        assertThat(service.verify(null))
                .isEqualTo(new AuditVerification(true, 0, null, new AuditHead(0, "0".repeat(64), clock.instant())));
    }

    @Test
    void whatIsWrittenIsReadAgainAndIntact() {
        write(5);
        assertThat(service.verify(null).intact()).isTrue();
        assertThat(service.verify(null).records()).isEqualTo(5);
        AuditRecord third = store.find(3).orElseThrow();
        assertThat(third.action()).isEqualTo("machine.delete");
        assertThat(third.actorName()).isEqualTo("ada");
        assertThat(third.objectName()).isEqualTo("web3");
        assertThat(third.before()).isEqualTo("{\"state\":\"RUNNING\"}");
        assertThat(third.hash())
                .matches("[0-9a-f]{64}")
                .isEqualTo(store.find(4).orElseThrow().previousHash());
    }

    @Test
    void twoHundredAtTheSameTimeGiveOneUnbrokenChain() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int number = 0; number < 200; number++) {
                int each = number;
                all.add(threads.submit(() -> store.append(entry(each))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        AuditVerification verification = service.verify(null);
        assertThat(verification.fault()).isNull();
        assertThat(verification.records()).isEqualTo(200);
        assertThat(store.list(everything(), 200, 0))
                .extracting(AuditRecord::objectName)
                .doesNotHaveDuplicates();
    }

    @Test
    void aTransactionThatFailsLeavesNeitherEntryNorGap() {
        write(2);
        assertThatThrownBy(() -> database.inTransaction(() -> {
                    store.append(entry(3));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        write(1);
        assertThat(service.verify(null).records()).isEqualTo(3);
        assertThat(service.verify(null).intact()).isTrue();
    }

    @Test
    void namesTheEntryThatWasAltered() {
        for (String change : List.of(
                "actor_name = 'bob'",
                "actor_id = NULL",
                "at = at + 1",
                "outcome = 'REFUSED'",
                "detail = ''",
                "before_change = '{\"state\":\"STOPPED\"}'",
                "repeats = 2",
                "address = '192.0.2.2'",
                "job_id = 7")) {
            begin();
            write(6);
            database.writer()
                    .sql("UPDATE audit_record SET " + change + " WHERE seq = 4")
                    .update();
            assertThat(fault())
                    .as(change)
                    .isEqualTo(new AuditFault(
                            4, AuditFault.Kind.ALTERED, "Entry 4 was altered after it had been written."));
        }
    }

    @Test
    void namesTheEntryThatWasWrittenAnewWithAHashOfItsOwn() {
        write(6);
        AuditRecord real = store.find(4).orElseThrow();
        forge(real, "bob");
        assertThat(fault().seq()).isEqualTo(5);
        assertThat(fault().kind()).isEqualTo(AuditFault.Kind.UNCHAINED);
    }

    @Test
    void namesTheEntryThatWasDropped() {
        write(6);
        database.writer().sql("DELETE FROM audit_record WHERE seq = 3").update();
        assertThat(fault()).isEqualTo(new AuditFault(3, AuditFault.Kind.MISSING, "Entry 3 is missing."));
        database.writer().sql("DELETE FROM audit_record WHERE seq IN (2, 4)").update();
        assertThat(fault()).isEqualTo(new AuditFault(2, AuditFault.Kind.MISSING, "Entries 2 to 4 are missing."));
    }

    @Test
    void namesTheEntriesThatWereSwapped() {
        write(6);
        database.writer().sql("UPDATE audit_record SET seq = 100 WHERE seq = 2").update();
        database.writer().sql("UPDATE audit_record SET seq = 2 WHERE seq = 5").update();
        database.writer().sql("UPDATE audit_record SET seq = 5 WHERE seq = 100").update();
        assertThat(fault()).isEqualTo(new AuditFault(2, AuditFault.Kind.MISPLACED, "What stands at 2 is entry 5."));
    }

    @Test
    void namesWhatWasCutOff() {
        write(6);
        database.writer().sql("DELETE FROM audit_record WHERE seq > 4").update();
        assertThat(fault())
                .isEqualTo(new AuditFault(5, AuditFault.Kind.CUT_OFF, "The last entries, 5 to 6, are gone."));
    }

    @Test
    void noticesThatTheEndWasCutOffAndTheNoteOfItChanged() {
        write(6);
        AuditHead kept = service.head();
        AuditRecord fourth = store.find(4).orElseThrow();
        database.writer().sql("DELETE FROM audit_record WHERE seq > 4").update();
        database.writer()
                .sql("UPDATE audit_head SET seq = 4, hash = ?")
                .param(fourth.hash())
                .update();
        // The seal is not the database's.
        assertThat(fault().kind()).isEqualTo(AuditFault.Kind.CUT_OFF);
        assertThat(fault().detail()).contains("not written by Pando");
        // Who has the key as well cannot change what was kept elsewhere.
        begin();
        write(4);
        assertThat(service.verify(null).intact()).isTrue();
        assertThat(service.verify(kept).fault())
                .isEqualTo(new AuditFault(5, AuditFault.Kind.CUT_OFF, "The record ends at 4, and once had 6 entries."));
    }

    @Test
    void noticesAWholeNewRecordByAHeadThatWasKept() {
        write(6);
        AuditHead kept = service.head();
        assertThat(service.verify(kept).intact()).isTrue();
        begin();
        clock.advance(Duration.ofSeconds(1));
        write(8);
        assertThat(service.verify(null).intact()).isTrue();
        assertThat(service.verify(kept).fault()).extracting(AuditFault::seq).isEqualTo(6L);
    }

    @Test
    void noticesEntriesBehindTheEnd() {
        write(3);
        AuditRecord last = store.find(3).orElseThrow();
        database.writer().sql("""
                        INSERT INTO audit_record (seq, at, action, outcome, repeats, previous_hash, hash)
                        VALUES (4, 0, 'x', 'ACCEPTED', 1, ?, ?)""").params(last.hash(), "0".repeat(64)).update();
        assertThat(fault())
                .isEqualTo(new AuditFault(4, AuditFault.Kind.CUT_OFF, "Entry 4 stands behind the noted end."));
    }

    @Test
    void findsByWhoWhatWhenAndHowItEnded() {
        write(3);
        clock.advance(Duration.ofHours(1));
        store.append(new AuditEntry(
                "machine.deleteAll",
                AuditOutcome.REFUSED,
                "DELETE /api/v1/machines",
                403,
                "forbidden",
                "You may not.",
                new AuditEntry.Who("u2", "bob", "token", "t1", "laptop"),
                "192.0.2.9",
                new AuditEntry.Item("machine", "m9", "web_9", "p1"),
                null,
                "r9",
                1,
                null,
                null,
                null));
        assertThat(found(filter(null, "bob", null, null, List.of()))).containsExactly(4L);
        assertThat(found(filter(null, "u1", null, null, List.of()))).containsExactly(3L, 2L, 1L);
        assertThat(found(filter(null, null, "machine", null, List.of()))).hasSize(4);
        assertThat(found(filter(null, null, "machine.delete", null, List.of()))).containsExactly(3L, 2L, 1L);
        assertThat(found(filter(null, null, null, "web2", List.of()))).containsExactly(2L);
        assertThat(found(filter(null, null, null, null, List.of(AuditOutcome.REFUSED))))
                .containsExactly(4L);
        assertThat(store.list(everything(), 1, 1)).extracting(AuditRecord::seq).containsExactly(3L);
        assertThat(store.count(everything())).isEqualTo(4);
        // Somebody sees what is his, and what happens in projects that he owns.
        assertThat(found(filter(viewer("u2", List.of(), null), null, null, null, List.of())))
                .containsExactly(4L);
        assertThat(found(filter(viewer("u3", List.of(), null), null, null, null, List.of())))
                .isEmpty();
        assertThat(found(filter(viewer("u3", List.of("p1"), null), null, null, null, List.of())))
                .containsExactly(4L);
        // With a token of one project nothing of elsewhere.
        assertThat(found(filter(viewer("u2", List.of(), "p1"), null, null, null, List.of())))
                .containsExactly(4L);
        assertThat(found(filter(viewer("u2", List.of(), "p2"), null, null, null, List.of())))
                .isEmpty();
        assertThat(found(filter(viewer("u1", List.of("p1"), "p1"), null, null, null, List.of())))
                .containsExactly(4L);
    }

    private static AuditFilter.Viewer viewer(String userId, List<String> projects, @Nullable String only) {
        return new AuditFilter.Viewer(userId, projects, only);
    }

    @Test
    void aTextThatTheDatabaseOrATerminalCouldNotTakeIsMadeHarmless() {
        store.append(new AuditEntry(
                "x\0y\n\u001b[31m",
                AuditOutcome.REFUSED,
                "GET /" + "a".repeat(5_000),
                404,
                null,
                "\u202e",
                null,
                null,
                null,
                null,
                null,
                1,
                null,
                null,
                null));
        AuditRecord entry = store.find(1).orElseThrow();
        assertThat(entry.action()).isEqualTo("x\uFFFDy\uFFFD\uFFFD[31m");
        assertThat(entry.route()).hasSize(200);
        assertThat(entry.detail()).isEqualTo("\uFFFD");
        assertThat(service.verify(null).intact()).isTrue();
    }

    private List<Long> found(AuditFilter filter) {
        return store.list(filter, 100, 0).stream().map(AuditRecord::seq).toList();
    }

    private static AuditFilter everything() {
        return filter(null, null, null, null, List.of());
    }

    private static AuditFilter filter(
            AuditFilter.@Nullable Viewer viewer,
            @Nullable String actor,
            @Nullable String action,
            @Nullable String object,
            List<AuditOutcome> outcomes) {
        return new AuditFilter(viewer, actor, action, null, object, null, null, null, outcomes, null, null);
    }

    private AuditFault fault() {
        AuditVerification verification = service.verify(null);
        assertThat(verification.intact()).isFalse();
        AuditFault fault = verification.fault();
        assertThat(fault).isNotNull();
        return fault == null ? new AuditFault(0, AuditFault.Kind.ALTERED, "") : fault;
    }

    /** What somebody does who knows how hashes are made, but not all of what follows. */
    private void forge(AuditRecord real, String actor) {
        AuditEntry forged = new AuditEntry(
                real.action(),
                real.outcome(),
                real.route(),
                real.status(),
                real.problem(),
                real.detail(),
                new AuditEntry.Who(real.actorId(), actor, null, null, null),
                real.address(),
                null,
                null,
                null,
                1,
                null,
                null,
                null);
        AuditRecord written = forged.at(real.seq(), real.at(), real.previousHash());
        database.writer()
                .sql("DELETE FROM audit_record WHERE seq = ?")
                .param(real.seq())
                .update();
        database.writer()
                .sql("""
                        INSERT INTO audit_record (seq, at, action, outcome, route, status, problem, detail, actor_id, actor_name, address,
                                                  repeats, previous_hash, hash)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(written.seq())
                .param(Database.micros(written.at()))
                .param(written.action())
                .param(written.outcome().name())
                .param(written.route())
                .param(written.status())
                .param(written.problem())
                .param(written.detail())
                .param(written.actorId())
                .param(written.actorName())
                .param(written.address())
                .param(written.repeats())
                .param(written.previousHash())
                .param(AuditChain.hash(written))
                .update();
    }

    private void write(int entries) {
        for (int number = 1; number <= entries; number++) {
            store.append(entry(number));
        }
    }

    private static AuditEntry entry(int number) {
        return new AuditEntry(
                "machine.delete",
                AuditOutcome.ACCEPTED,
                "DELETE /api/v1/machines/{id}",
                202,
                null,
                null,
                new AuditEntry.Who("u1", "ada", "session", "s1", ""),
                "192.0.2.1",
                new AuditEntry.Item("machine", "m" + number, "web" + number, null),
                (long) number,
                "r" + number,
                1,
                "{\"force\":true}",
                "{\"state\":\"RUNNING\"}",
                "{\"state\":\"DELETING\"}");
    }
}
