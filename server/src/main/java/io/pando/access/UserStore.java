package io.pando.access;

import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.paging.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of accounts. */
@Component
final class UserStore {
    private static final String COLUMNS = "id, name, display_name, role, created_at, disabled_at";

    private final Database database;

    UserStore(Database database) {
        this.database = database;
    }

    /** Adds an account, and its personal project with it. False when the name is taken. */
    boolean insert(User user, String passwordHash) {
        return database.inTransaction(() -> {
            boolean added = add(user, passwordHash);
            if (added) {
                new ProjectStore(database).insertPersonal(user);
            }
            return added;
        });
    }

    private boolean add(User user, String passwordHash) {
        return database.writer()
                        .sql("""
                                INSERT INTO account (id, name, display_name, role, password_hash, created_at)
                                VALUES (:id, :name, :displayName, :role, :hash, :createdAt)
                                ON CONFLICT (name) DO NOTHING
                                """)
                        .param("id", user.id())
                        .param("name", user.name())
                        .param("displayName", user.displayName())
                        .param("role", user.role().name())
                        .param("hash", passwordHash)
                        .param("createdAt", Database.micros(user.createdAt()))
                        .update()
                == 1;
    }

    boolean isEmpty() {
        return count(null) == 0;
    }

    long count(@Nullable String query) {
        return present("count(*)", query, "").query(Long.class).single();
    }

    /**
     * Accounts that were not deleted, by name.
     *
     * @param query what one of an account's names contains, in whatever case; null for all
     */
    List<User> list(@Nullable String query, Paging paging) {
        return present(COLUMNS, query, " ORDER BY name LIMIT :limit OFFSET :offset")
                .param("limit", paging.limit())
                .param("offset", paging.offset())
                .query((row, number) -> user(row))
                .list();
    }

    private JdbcClient.StatementSpec present(String columns, @Nullable String query, String order) {
        String matching =
                query == null ? "" : " AND (name LIKE :query ESCAPE '!' OR lower(display_name) LIKE :query ESCAPE '!')";
        JdbcClient.StatementSpec statement = database.reader()
                .sql("SELECT " + columns + " FROM account WHERE deleted_at IS NULL" + matching + order);
        return query == null ? statement : statement.param("query", Database.containing(query));
    }

    /** Also one that was deleted, without its name then. */
    Optional<User> find(String id) {
        return database.reader()
                .sql("SELECT " + COLUMNS + " FROM account WHERE id = :id")
                .param("id", id)
                .query((row, number) -> user(row))
                .optional();
    }

    /** At most 1,000 ids. */
    List<User> find(Collection<String> ids) {
        return database.reader()
                .sql("SELECT " + COLUMNS + " FROM account WHERE id IN (:ids)")
                .param("ids", ids)
                .query((row, number) -> user(row))
                .list();
    }

    Optional<Kept> findByName(String name) {
        return database.reader()
                .sql("SELECT " + COLUMNS + ", password_hash FROM account WHERE name = :name AND deleted_at IS NULL")
                .param("name", name)
                .query((row, number) -> new Kept(user(row), row.getString("password_hash")))
                .optional();
    }

    /** One that was not deleted. An id goes before a name of the same spelling. */
    Optional<User> findPresent(String idOrName) {
        return database.writer()
                .sql("SELECT " + COLUMNS + " FROM account WHERE (id = :key OR name = :key) AND deleted_at IS NULL"
                        + " ORDER BY CASE WHEN id = :key THEN 0 ELSE 1 END LIMIT 1")
                .param("key", idOrName)
                .query((row, number) -> user(row))
                .optional();
    }

    /** Makes others who do this wait until the transaction ends. */
    long holdAndCountAdministrators() {
        database.writer()
                .sql("UPDATE account SET name = name WHERE role = 'ADMINISTRATOR'")
                .update();
        return database.writer()
                .sql(
                        "SELECT count(*) FROM account WHERE role = 'ADMINISTRATOR' AND disabled_at IS NULL AND deleted_at IS NULL")
                .query(Long.class)
                .single();
    }

    void update(User user, @Nullable Instant disabledAt) {
        database.writer()
                .sql("""
                        UPDATE account SET display_name = :displayName, role = :role,
                            disabled_at = CASE WHEN :disabled = 1 THEN coalesce(disabled_at, :disabledAt) ELSE NULL END
                        WHERE id = :id AND deleted_at IS NULL""")
                .param("id", user.id())
                .param("displayName", user.displayName())
                .param("role", user.role().name())
                .param("disabled", user.disabled() ? 1 : 0)
                .param("disabledAt", Database.microsOrNull(disabledAt), Types.BIGINT)
                .update();
    }

    /** Takes away all that the account says of a person; the row stays for what points to it. */
    void delete(String id, Instant now) {
        database.writer()
                .sql("""
                        UPDATE account SET name = 'deleted ' || id, display_name = 'Deleted account', role = 'MEMBER',
                            password_hash = '', disabled_at = :now, deleted_at = :now WHERE id = :id""")
                .param("id", id)
                .param("now", Database.micros(now))
                .update();
    }

    /** False when there is no such account. */
    boolean setPassword(String id, String passwordHash) {
        return database.writer()
                        .sql("UPDATE account SET password_hash = :hash WHERE id = :id")
                        .param("id", id)
                        .param("hash", passwordHash)
                        .update()
                == 1;
    }

    /**
     * Keeps the password as it is until the transaction ends.
     *
     * @return false when it has changed meanwhile
     */
    boolean holdPassword(String id, String passwordHash) {
        return database.writer()
                        .sql("UPDATE account SET name = name WHERE id = :id AND password_hash = :hash")
                        .param("id", id)
                        .param("hash", passwordHash)
                        .update()
                == 1;
    }

    /** Makes others who hold or change this account's password wait until the transaction ends. */
    void hold(String id) {
        database.writer()
                .sql("UPDATE account SET name = name WHERE id = :id")
                .param("id", id)
                .update();
    }

    static User user(ResultSet row) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("name"),
                row.getString("display_name"),
                Role.valueOf(row.getString("role")),
                Database.instant(row.getLong("created_at")),
                row.getObject("disabled_at") != null);
    }

    /** An account with what is kept of its password. */
    record Kept(User user, String passwordHash) {
        @Override
        public String toString() {
            return "Kept[user=" + user.name() + "]";
        }
    }
}
