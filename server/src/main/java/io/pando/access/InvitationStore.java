package io.pando.access;

import io.pando.api.ProjectRole;
import io.pando.database.Database;
import io.pando.paging.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The table of invitations. What has expired is as if it were not there. */
@Component
final class InvitationStore {
    private final Database database;

    InvitationStore(Database database) {
        this.database = database;
    }

    /** An earlier invitation of the same account into the same project is replaced. */
    void insert(Row row, byte @Nullable [] secretHash) {
        if (row.accountId() != null) {
            database.writer()
                    .sql("DELETE FROM invitation WHERE project_id = ? AND account_id = ?")
                    .params(row.projectId(), row.accountId())
                    .update();
        }
        database.writer()
                .sql("""
                        INSERT INTO invitation
                            (id, project_id, role, account_id, secret_hash, invited_by, created_at, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(row.id())
                .param(row.projectId())
                .param(row.role().name())
                .param(row.accountId())
                .param(secretHash)
                .param(row.invitedBy())
                .param(Database.micros(row.createdAt()))
                .param(Database.micros(row.expiresAt()))
                .update();
    }

    /** Newest first. */
    List<Row> ofProject(String projectId, Instant now, Paging paging) {
        return list("project_id", projectId, now, paging);
    }

    long countOfProject(String projectId, Instant now) {
        return count("project_id", projectId, now);
    }

    /** Newest first. */
    List<Row> ofAccount(String accountId, Instant now, Paging paging) {
        return list("account_id", accountId, now, paging);
    }

    long countOfAccount(String accountId, Instant now) {
        return count("account_id", accountId, now);
    }

    private List<Row> list(String column, String value, Instant now, Paging paging) {
        return database.reader()
                .sql(
                        "SELECT * FROM invitation WHERE %s = ? AND expires_at > ? ORDER BY created_at DESC, id LIMIT ? OFFSET ?"
                                .formatted(column))
                .params(value, Database.micros(now), paging.limit(), paging.offset())
                .query((row, number) -> row(row))
                .list();
    }

    private long count(String column, String value, Instant now) {
        return database.reader()
                .sql("SELECT count(*) FROM invitation WHERE %s = ? AND expires_at > ?".formatted(column))
                .params(value, Database.micros(now))
                .query(Long.class)
                .single();
    }

    Optional<Row> find(String id, Instant now) {
        return database.reader()
                .sql("SELECT * FROM invitation WHERE id = ? AND expires_at > ?")
                .params(id, Database.micros(now))
                .query((row, number) -> row(row))
                .optional();
    }

    Optional<Row> findBySecret(byte[] secretHash, Instant now) {
        return database.reader()
                .sql("SELECT * FROM invitation WHERE secret_hash = ? AND expires_at > ?")
                .params(secretHash, Database.micros(now))
                .query((row, number) -> row(row))
                .optional();
    }

    /** Takes it out: of several who try at the same time only one gets it. */
    boolean take(String id) {
        return database.writer()
                        .sql("DELETE FROM invitation WHERE id = ?")
                        .param(id)
                        .update()
                == 1;
    }

    void deleteExpired(Instant now) {
        database.writer()
                .sql("DELETE FROM invitation WHERE expires_at <= ?")
                .param(Database.micros(now))
                .update();
    }

    void deleteAllOf(String accountId) {
        database.writer()
                .sql("DELETE FROM invitation WHERE account_id = ? OR invited_by = ?")
                .params(accountId, accountId)
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("id"),
                row.getString("project_id"),
                ProjectRole.valueOf(row.getString("role")),
                row.getString("account_id"),
                row.getString("invited_by"),
                Database.instant(row.getLong("created_at")),
                Database.instant(row.getLong("expires_at")));
    }

    /**
     * An invitation as the database has it.
     *
     * @param accountId null for a link
     */
    record Row(
            String id,
            String projectId,
            ProjectRole role,
            @Nullable String accountId,
            String invitedBy,
            Instant createdAt,
            Instant expiresAt) {}
}
