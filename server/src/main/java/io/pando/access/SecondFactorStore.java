package io.pando.access;

import io.pando.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tables of second factors and recovery codes. */
@Component
final class SecondFactorStore {
    private final Database database;

    SecondFactorStore(Database database) {
        this.database = database;
    }

    Optional<Factor> find(String userId) {
        return database.reader()
                .sql("SELECT secret, confirmed_at, last_period FROM second_factor WHERE account_id = ?")
                .param(userId)
                .query((row, number) -> new Factor(
                        row.getString("secret"),
                        Database.instantOrNull((Number) row.getObject("confirmed_at")),
                        row.getLong("last_period")))
                .optional();
    }

    /** Begins anew, unless a factor is in force: then false. */
    boolean begin(String userId, String sealedSecret, Instant now) {
        return database.writer()
                        .sql("""
                                INSERT INTO second_factor (account_id, secret, created_at, confirmed_at, last_period)
                                VALUES (:account, :secret, :now, NULL, 0)
                                ON CONFLICT (account_id) DO UPDATE SET secret = :secret, created_at = :now, last_period = 0
                                WHERE second_factor.confirmed_at IS NULL""")
                        .param("account", userId)
                        .param("secret", sealedSecret)
                        .param("now", Database.micros(now))
                        .update()
                == 1;
    }

    /** False when there is none that waits for it. */
    boolean confirm(String userId, Instant now) {
        return database.writer()
                        .sql("UPDATE second_factor SET confirmed_at = ? WHERE account_id = ? AND confirmed_at IS NULL")
                        .params(Database.micros(now), userId)
                        .update()
                == 1;
    }

    /** Takes the code of a period, once: false when it or a later one was taken already. */
    boolean use(String userId, long period) {
        return database.writer()
                        .sql("UPDATE second_factor SET last_period = ? WHERE account_id = ? AND last_period < ?")
                        .params(period, userId, period)
                        .update()
                == 1;
    }

    /** False when there was none. */
    boolean delete(String userId) {
        replaceRecoveryCodes(userId, List.of());
        return database.writer()
                        .sql("DELETE FROM second_factor WHERE account_id = ?")
                        .param(userId)
                        .update()
                == 1;
    }

    void replaceRecoveryCodes(String userId, List<String> fingerprints) {
        database.writer()
                .sql("DELETE FROM recovery_code WHERE account_id = ?")
                .param(userId)
                .update();
        for (String fingerprint : fingerprints) {
            database.writer()
                    .sql("INSERT INTO recovery_code (account_id, fingerprint) VALUES (?, ?)")
                    .params(userId, fingerprint)
                    .update();
        }
    }

    /** Uses a recovery code up; false when it is none, or was used. */
    boolean useRecoveryCode(String userId, String fingerprint) {
        return database.writer()
                        .sql("DELETE FROM recovery_code WHERE account_id = ? AND fingerprint = ?")
                        .params(userId, fingerprint)
                        .update()
                == 1;
    }

    int recoveryCodes(String userId) {
        return database.reader()
                .sql("SELECT count(*) FROM recovery_code WHERE account_id = ?")
                .param(userId)
                .query(Integer.class)
                .single();
    }

    /**
     * What is kept of a factor.
     *
     * @param secret sealed
     * @param confirmedAt null while it is not in force
     */
    record Factor(String secret, @Nullable Instant confirmedAt, long lastPeriod) {}
}
