package io.pando.access;

import io.pando.api.Role;
import io.pando.api.TokenRight;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The table of sessions and API tokens. */
@Component
final class CredentialStore {
    private static final String SELECT = """
            SELECT c.id, c.kind, c.name AS label, c.created_at, c.last_used_at, c.expires_at, c.rights, c.project_id, c.parent_id,
                   a.id AS user_id, a.name, a.display_name, a.role, a.created_at AS user_created_at, a.disabled_at
            FROM credential c JOIN account a ON a.id = c.account_id
            """;

    private final Database database;

    CredentialStore(Database database) {
        this.database = database;
    }

    void insert(Credential credential, byte[] secretHash) {
        database.writer()
                .sql("""
                        INSERT INTO credential
                            (id, account_id, kind, name, secret_hash, created_at, last_used_at, expires_at, rights, project_id,
                             parent_id)
                        VALUES (:id, :account, :kind, :name, :hash, :createdAt, :lastUsedAt, :expiresAt, :rights, :project,
                                :parent)
                        """)
                .param("id", credential.id())
                .param("account", credential.user().id())
                .param("kind", credential.kind().name())
                .param("name", credential.name())
                .param("hash", secretHash)
                .param("createdAt", Database.micros(credential.createdAt()))
                .param("lastUsedAt", Database.microsOrNull(credential.lastUsedAt()), Types.BIGINT)
                .param("expiresAt", Database.micros(credential.expiresAt()))
                .param("rights", credential.kind() == Kind.SESSION ? null : names(credential.scope()), Types.VARCHAR)
                .param("project", credential.scope().projectId(), Types.VARCHAR)
                .param("parent", credential.parentId(), Types.VARCHAR)
                .update();
    }

    /** In the order of their declaration, so that the same rights are always written the same way. */
    private static String names(Scope scope) {
        return scope.rights().stream().sorted().map(Enum::name).collect(Collectors.joining(" "));
    }

    Optional<Credential> findBySecret(Kind kind, byte[] secretHash) {
        return database.reader()
                .sql(SELECT + "WHERE c.secret_hash = :hash AND c.kind = :kind")
                .param("hash", secretHash)
                .param("kind", kind.name())
                .query((row, number) -> credential(row))
                .optional();
    }

    Optional<Credential> find(String id) {
        return database.reader()
                .sql(SELECT + "WHERE c.id = :id")
                .param("id", id)
                .query((row, number) -> credential(row))
                .optional();
    }

    /** Whether it is there, as the present transaction sees it. */
    boolean existsForWriter(String id) {
        return database.writer()
                        .sql("SELECT count(*) FROM credential WHERE id = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single()
                == 1;
    }

    /** Newest first. */
    List<Credential> list(String userId, Kind kind, Paging paging) {
        return database.reader()
                .sql(SELECT
                        + "WHERE c.account_id = :account AND c.kind = :kind"
                        + " ORDER BY c.created_at DESC, c.id LIMIT :limit OFFSET :offset")
                .param("account", userId)
                .param("kind", kind.name())
                .param("limit", paging.limit())
                .param("offset", paging.offset())
                .query((row, number) -> credential(row))
                .list();
    }

    long count(String userId, Kind kind) {
        return database.writer()
                .sql("SELECT count(*) FROM credential WHERE account_id = :account AND kind = :kind")
                .param("account", userId)
                .param("kind", kind.name())
                .query(Long.class)
                .single();
    }

    /**
     * Notes that it was used, unless that was noted after {@code notedBefore} already.
     *
     * @param expiresAt when it ends from now on
     */
    void use(String id, Instant now, Instant notedBefore, Instant expiresAt) {
        database.writer()
                .sql("""
                        UPDATE credential SET last_used_at = :now, expires_at = :expiresAt
                        WHERE id = :id AND (last_used_at IS NULL OR last_used_at <= :notedBefore)
                        """)
                .param("id", id)
                .param("now", Database.micros(now))
                .param("notedBefore", Database.micros(notedBefore))
                .param("expiresAt", Database.micros(expiresAt))
                .update();
    }

    /** False when there was none, or it is another account's or of another kind. */
    boolean delete(String id, String userId, Kind kind) {
        return database.writer()
                        .sql("DELETE FROM credential WHERE id = :id AND account_id = :account AND kind = :kind")
                        .param("id", id)
                        .param("account", userId)
                        .param("kind", kind.name())
                        .update()
                == 1;
    }

    /** Deletes a token with all that were made with it, in turn; gives the ids of those that were there. */
    List<String> deleteToken(String id, String userId) {
        return database.writer()
                .sql("""
                        WITH RECURSIVE made (id) AS (
                            SELECT id FROM credential WHERE id = :id AND account_id = :account AND kind = 'TOKEN'
                            UNION SELECT c.id FROM credential c JOIN made ON c.parent_id = made.id)
                        DELETE FROM credential WHERE id IN (SELECT id FROM made) RETURNING id""")
                .param("id", id)
                .param("account", userId)
                .query(String.class)
                .list();
    }

    /** Tokens that reach nothing but this project; gives the ids of those that were there. */
    List<String> deleteOfProject(String projectId) {
        return database.writer()
                .sql("DELETE FROM credential WHERE project_id = :project RETURNING id")
                .param("project", projectId)
                .query(String.class)
                .list();
    }

    /** Gives the ids of those that were there. */
    List<String> deleteAllOf(String userId) {
        return database.writer()
                .sql("DELETE FROM credential WHERE account_id = :account RETURNING id")
                .param("account", userId)
                .query(String.class)
                .list();
    }

    /** Forgets what ended before then. */
    void deleteExpiredBefore(Instant then) {
        database.writer()
                .sql("DELETE FROM credential WHERE expires_at < :then")
                .param("then", Database.micros(then))
                .update();
    }

    private static Credential credential(ResultSet row) throws SQLException {
        return new Credential(
                row.getString("id"),
                Kind.valueOf(row.getString("kind")),
                row.getString("label"),
                new User(
                        row.getString("user_id"),
                        row.getString("name"),
                        row.getString("display_name"),
                        Role.valueOf(row.getString("role")),
                        Database.instant(row.getLong("user_created_at")),
                        row.getObject("disabled_at") != null),
                Database.instant(row.getLong("created_at")),
                Database.instantOrNull((Number) row.getObject("last_used_at")),
                Database.instant(row.getLong("expires_at")),
                scope(row.getString("rights"), row.getString("project_id")),
                row.getString("parent_id"));
    }

    /** Rights that this release does not know are none. */
    private static Scope scope(@Nullable String rights, @Nullable String projectId) {
        if (rights == null) {
            return Scope.WHOLE;
        }
        List<String> names = List.of(rights.split(" ", -1));
        return new Scope(
                Arrays.stream(TokenRight.values())
                        .filter(right -> names.contains(right.name()))
                        .collect(Collectors.toSet()),
                projectId);
    }

    enum Kind {
        SESSION,
        TOKEN
    }

    /**
     * A session or an API token, without its secret.
     *
     * @param name what the owner calls a token; empty for a session
     * @param scope how far it reaches
     * @param parentId the token that it was made with; null when a session was
     */
    record Credential(
            String id,
            Kind kind,
            String name,
            User user,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            Instant expiresAt,
            Scope scope,
            @Nullable String parentId) {

        /** One that reaches as far as its owner. */
        Credential(
                String id,
                Kind kind,
                String name,
                User user,
                Instant createdAt,
                @Nullable Instant lastUsedAt,
                Instant expiresAt) {
            this(id, kind, name, user, createdAt, lastUsedAt, expiresAt, Scope.WHOLE, null);
        }

        /** Who asks with it. */
        Caller caller() {
            return new Caller(user.id(), user.name(), user.role(), id, scope);
        }

        /** Who acts with it. */
        Deed.Author author() {
            return new Deed.Author(user.id(), user.name(), kind.name().toLowerCase(Locale.ROOT), id, name);
        }
    }
}
