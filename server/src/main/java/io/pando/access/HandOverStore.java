package io.pando.access;

import io.pando.api.HandOver;
import io.pando.database.Database;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The table of computers that ask to be signed in. */
@Component
final class HandOverStore {
    private final Database database;

    HandOverStore(Database database) {
        this.database = database;
    }

    void deleteExpired(Instant now) {
        database.writer()
                .sql("DELETE FROM hand_over WHERE expires_at <= ?")
                .param(Database.micros(now))
                .update();
    }

    long count() {
        return database.reader()
                .sql("SELECT count(*) FROM hand_over")
                .query(Long.class)
                .single();
    }

    /** False when there is one with that code. */
    boolean insert(byte[] secretHash, HandOver asked) {
        return database.writer()
                        .sql("""
                                INSERT INTO hand_over (secret_hash, code, computer, address, created_at, expires_at)
                                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING""")
                        .params(
                                secretHash,
                                asked.code(),
                                asked.computer(),
                                asked.address(),
                                Database.micros(asked.createdAt()),
                                Database.micros(asked.expiresAt()))
                        .update()
                == 1;
    }

    /** One that waits for somebody to approve it. */
    Optional<HandOver> find(String code, Instant now) {
        return database.reader()
                .sql("""
                        SELECT code, computer, address, created_at, expires_at FROM hand_over
                        WHERE code = ? AND expires_at > ? AND account_id IS NULL""")
                .params(code, Database.micros(now))
                .query((row, number) -> new HandOver(
                        row.getString("code"),
                        row.getString("computer"),
                        row.getString("address"),
                        Database.instant(row.getLong("created_at")),
                        Database.instant(row.getLong("expires_at"))))
                .optional();
    }

    /** False when there is none that waits. */
    boolean approve(String code, Caller caller, Instant now) {
        return database.writer()
                        .sql("""
                                UPDATE hand_over SET account_id = ?, credential_id = ?
                                WHERE code = ? AND expires_at > ? AND account_id IS NULL""")
                        .params(caller.userId(), caller.credentialId(), code, Database.micros(now))
                        .update()
                == 1;
    }

    /** Whether there is one with that secret, and who approved it. */
    Optional<Asked> ask(byte[] secretHash, Instant now) {
        return database.reader()
                .sql(
                        "SELECT computer, account_id, credential_id FROM hand_over WHERE secret_hash = ? AND expires_at > ?")
                .params(secretHash, Database.micros(now))
                .query((row, number) -> new Asked(
                        row.getString("computer"), row.getString("account_id"), row.getString("credential_id")))
                .optional();
    }

    /** False when another request was quicker. */
    boolean delete(byte[] secretHash) {
        return database.writer()
                        .sql("DELETE FROM hand_over WHERE secret_hash = ?")
                        .param(secretHash)
                        .update()
                == 1;
    }

    /**
     * How far one is.
     *
     * @param userId who approved; null while nobody has
     * @param credentialId with which it was approved; null while nobody has
     */
    record Asked(
            String computer,
            @Nullable String userId,
            @Nullable String credentialId) {}
}
