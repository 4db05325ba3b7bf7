package io.pando.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

@EachDatabase
class EachDatabaseTest {
    private final Database database;

    EachDatabaseTest(TestDatabase test) {
        this.database = test.database();
    }

    @Test
    void hasTheTablesOfEveryFeature() {
        assertThat(accounts()).isZero();
    }

    @Test
    void takesBackWhatATransactionDidThatFailed() {
        assertThatThrownBy(() -> database.inTransaction(() -> {
                    database.writer().sql("""
                                    INSERT INTO account (id, name, display_name, role, password_hash, created_at)
                                    VALUES ('1', 'ada', 'Ada', 'MEMBER', '', 0)
                                    """).update();
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(accounts()).isZero();
    }

    /** With as many readings inside each other as there are connections for reading: were each to take another one, this would never end. */
    @Test
    void whatReadsTogetherTakesOneConnection() {
        assertThat(readings(50)).isEqualTo(51 * accounts());
    }

    private long readings(int depth) {
        return database.reading(() -> accounts() + (depth == 0 ? 0 : readings(depth - 1)));
    }

    @Test
    void whatReadsTogetherSeesWhatWasCommittedBefore() {
        long before = database.reading(this::accounts);
        database.writer().sql("""
                        INSERT INTO account (id, name, display_name, role, password_hash, created_at)
                        VALUES ('2', 'bob', 'Bob', 'MEMBER', '', 0)
                        """).update();
        assertThat(database.reading(this::accounts)).isEqualTo(before + 1);
        database.writer().sql("DELETE FROM account WHERE id = '2'").update();
    }

    @Test
    void keepsTimesToTheMicrosecond() {
        Instant time = Instant.parse("1969-12-31T23:59:59.123456Z");
        assertThat(Database.instant(Database.micros(time))).isEqualTo(time);
    }

    private long accounts() {
        return database.reader()
                .sql("SELECT count(*) FROM account")
                .query(Long.class)
                .single();
    }
}
