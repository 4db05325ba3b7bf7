package io.pando.access;

import io.pando.api.ActiveSession;
import io.pando.database.Database;
import io.pando.paging.Paging;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is known of sessions besides their being credentials. */
@Component
final class SessionStore {
    private final Database database;

    SessionStore(Database database) {
        this.database = database;
    }

    void insert(String sessionId, SessionOrigin origin, @Nullable String provider) {
        database.writer()
                .sql("INSERT INTO session_origin (credential_id, address, user_agent, provider) VALUES (?, ?, ?, ?)")
                .param(sessionId)
                .param(origin.address())
                .param(origin.userAgent())
                .param(provider)
                .update();
    }

    /** The OpenID provider at which the session was begun; empty for none. */
    Optional<String> provider(String sessionId) {
        return database.reader()
                .sql("SELECT provider FROM session_origin WHERE credential_id = ? AND provider IS NOT NULL")
                .param(sessionId)
                .query(String.class)
                .optional();
    }

    /** Those that have not ended, the one that was used last first. */
    List<ActiveSession> list(String userId, String currentId, Instant now, Paging paging) {
        return database.reader()
                .sql("""
                        SELECT c.id, c.created_at, c.last_used_at, c.expires_at, o.address, o.user_agent, o.provider
                        FROM credential c LEFT JOIN session_origin o ON o.credential_id = c.id
                        WHERE c.account_id = :account AND c.kind = 'SESSION' AND c.expires_at > :now
                        ORDER BY coalesce(c.last_used_at, c.created_at) DESC, c.id LIMIT :limit OFFSET :offset""")
                .param("account", userId)
                .param("now", Database.micros(now))
                .param("limit", paging.limit())
                .param("offset", paging.offset())
                .query((row, number) -> new ActiveSession(
                        row.getString("id"),
                        Database.instant(row.getLong("created_at")),
                        Database.instantOrNull((Number) row.getObject("last_used_at")),
                        Database.instant(row.getLong("expires_at")),
                        Objects.requireNonNullElse(row.getString("address"), ""),
                        Objects.requireNonNullElse(row.getString("user_agent"), ""),
                        row.getString("provider"),
                        row.getString("id").equals(currentId)))
                .list();
    }

    long count(String userId, Instant now) {
        return database.reader()
                .sql("SELECT count(*) FROM credential WHERE account_id = ? AND kind = 'SESSION' AND expires_at > ?")
                .params(userId, Database.micros(now))
                .query(Long.class)
                .single();
    }

    /** Gives the ids of those that were there. */
    List<String> deleteSessionsOf(String userId) {
        return database.writer()
                .sql("DELETE FROM credential WHERE account_id = ? AND kind = 'SESSION' RETURNING id")
                .param(userId)
                .query(String.class)
                .list();
    }

    // --- between the password and the code

    void insertHalf(byte[] secretHash, Half half, Instant expiresAt) {
        database.writer()
                .sql("""
                        INSERT INTO half_session (secret_hash, account_id, password_hash, attempts, expires_at)
                        VALUES (?, ?, ?, 0, ?)""")
                .params(secretHash, half.userId(), half.passwordHash(), Database.micros(expiresAt))
                .update();
    }

    /**
     * Counts an attempt.
     *
     * @param most attempts that one half session allows
     * @return empty when there is none with that secret, its time has passed, or it was tried too often
     */
    Optional<Half> tryHalf(byte[] secretHash, int most, Instant now) {
        return database.writer()
                .sql("""
                        UPDATE half_session SET attempts = attempts + 1
                        WHERE secret_hash = ? AND attempts < ? AND expires_at > ?
                        RETURNING account_id, password_hash""")
                .params(secretHash, most, Database.micros(now))
                .query((row, number) -> new Half(row.getString("account_id"), row.getString("password_hash")))
                .optional();
    }

    /** False when another request was quicker. */
    boolean deleteHalf(byte[] secretHash) {
        return database.writer()
                        .sql("DELETE FROM half_session WHERE secret_hash = ?")
                        .param(secretHash)
                        .update()
                == 1;
    }

    void deleteHalvesOf(String userId) {
        database.writer()
                .sql("DELETE FROM half_session WHERE account_id = ?")
                .param(userId)
                .update();
    }

    void deleteExpiredHalves(Instant now) {
        database.writer()
                .sql("DELETE FROM half_session WHERE expires_at <= ?")
                .param(Database.micros(now))
                .update();
    }

    /**
     * Somebody who gave the right password.
     *
     * @param passwordHash what was kept of that password
     */
    record Half(String userId, String passwordHash) {
        @Override
        public String toString() {
            return "Half[userId=" + userId + "]";
        }
    }
}
