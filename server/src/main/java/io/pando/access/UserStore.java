package io.pando.access;

import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.paging.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The table of accounts. */
@Component
final class UserStore {
    private static final String COLUMNS = "id, name, display_name, role, created_at";

    private final Database database;

    UserStore(Database database) {
        this.database = database;
    }

    /** Adds an account. False when the name is taken. */
    boolean insert(User user, String passwordHash) {
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
        return count() == 0;
    }

    long count() {
        return database.reader()
                .sql("SELECT count(*) FROM account")
                .query(Long.class)
                .single();
    }

    List<User> list(Paging paging) {
        return database.reader()
                .sql("SELECT " + COLUMNS + " FROM account ORDER BY name LIMIT :limit OFFSET :offset")
                .param("limit", paging.limit())
                .param("offset", paging.offset())
                .query((row, number) -> user(row))
                .list();
    }

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
                .sql("SELECT " + COLUMNS + ", password_hash FROM account WHERE name = :name")
                .param("name", name)
                .query((row, number) -> new Kept(user(row), row.getString("password_hash")))
                .optional();
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

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("name"),
                row.getString("display_name"),
                Role.valueOf(row.getString("role")),
                Database.instant(row.getLong("created_at")));
    }

    /** An account with what is kept of its password. */
    record Kept(User user, String passwordHash) {
        @Override
        public String toString() {
            return "Kept[user=" + user.name() + "]";
        }
    }
}
