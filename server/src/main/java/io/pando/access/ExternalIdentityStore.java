package io.pando.access;

import io.pando.api.Role;
import io.pando.database.Database;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The tables of people whom OpenID providers know, and of their answers that were used. */
@Component
final class ExternalIdentityStore {
    private final Database database;

    ExternalIdentityStore(Database database) {
        this.database = database;
    }

    /** The account of somebody; as the present transaction sees it. */
    Optional<String> find(String issuer, String subject) {
        return database.writer()
                .sql("SELECT account_id FROM external_identity WHERE issuer = ? AND subject = ?")
                .params(issuer, subject)
                .query(String.class)
                .optional();
    }

    /** False when another request was quicker. */
    boolean insert(String issuer, String subject, String userId, Instant now) {
        return database.writer()
                        .sql("""
                                INSERT INTO external_identity (issuer, subject, account_id, created_at) VALUES (?, ?, ?, ?)
                                ON CONFLICT (issuer, subject) DO NOTHING""")
                        .params(issuer, subject, userId, Database.micros(now))
                        .update()
                == 1;
    }

    /** Whoever had the account and signs in again is somebody new. */
    void deleteAllOf(String userId) {
        database.writer()
                .sql("DELETE FROM external_identity WHERE account_id = ?")
                .param(userId)
                .update();
    }

    void setRole(String userId, Role role) {
        database.writer()
                .sql("UPDATE account SET role = ? WHERE id = ?")
                .params(role.name(), userId)
                .update();
    }

    /**
     * Notes that a provider's answer is used.
     *
     * @param until when it would be refused anyway
     * @return false when it was used before
     */
    boolean use(byte[] stateHash, Instant until, Instant now) {
        database.writer()
                .sql("DELETE FROM used_sign_in WHERE expires_at <= ?")
                .param(Database.micros(now))
                .update();
        return database.writer()
                        .sql(
                                "INSERT INTO used_sign_in (state_hash, expires_at) VALUES (?, ?) ON CONFLICT (state_hash) DO NOTHING")
                        .params(stateHash, Database.micros(until))
                        .update()
                == 1;
    }
}
