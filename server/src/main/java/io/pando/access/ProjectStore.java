package io.pando.access;

import io.pando.api.Amounts;
import io.pando.api.Limits;
import io.pando.api.Project;
import io.pando.api.ProjectReference;
import io.pando.api.ProjectRole;
import io.pando.api.Quota;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.paging.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of projects. What is found has neither members nor quota; {@link Projects} adds them. */
@Component
final class ProjectStore {
    private static final int AT_ONCE = 1_000;

    private final Database database;

    ProjectStore(Database database) {
        this.database = database;
    }

    /** Adds a project with its first owner. False when the name is taken. */
    boolean insert(Project project, String ownerId) {
        return database.inTransaction(() -> {
            boolean added = add(project);
            if (added) {
                new MemberStore(database).set(project.id(), ownerId, ProjectRole.OWNER, project.createdAt());
            }
            return added;
        });
    }

    /** Adds the project that comes with an account, under its name or, where a team has taken that, one like it. */
    void insertPersonal(User user) {
        String name = user.name();
        for (int attempt = 2; !insert(personal(user, name), user.id()); attempt++) {
            name = user.name() + "-" + attempt;
        }
    }

    private static Project personal(User user, String name) {
        return project(user.id(), name, "", Project.Kind.PERSONAL, user.createdAt());
    }

    private boolean add(Project project) {
        return database.writer()
                        .sql("""
                                INSERT INTO project (id, name, description, kind, created_at)
                                VALUES (:id, :name, :description, :kind, :createdAt) ON CONFLICT (name) DO NOTHING
                                """)
                        .param("id", project.id())
                        .param("name", project.name())
                        .param("description", project.description())
                        .param("kind", project.kind().name())
                        .param("createdAt", Database.micros(project.createdAt()))
                        .update()
                == 1;
    }

    /** An id goes before a name of the same spelling. */
    Optional<Project> findByIdOrName(String idOrName) {
        return database.reader()
                .sql(
                        "SELECT * FROM project WHERE id = :key OR name = :key ORDER BY CASE WHEN id = :key THEN 0 ELSE 1 END LIMIT 1")
                .param("key", idOrName)
                .query((row, number) -> project(row))
                .optional();
    }

    List<ProjectReference> references(Collection<String> ids) {
        List<String> distinct = List.copyOf(new HashSet<>(ids));
        List<ProjectReference> found = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += AT_ONCE) {
            found.addAll(database.reader()
                    .sql("SELECT id, name FROM project WHERE id IN (:ids)")
                    .param("ids", distinct.subList(from, Math.min(from + AT_ONCE, distinct.size())))
                    .query((row, number) -> new ProjectReference(row.getString("id"), row.getString("name")))
                    .list());
        }
        return found;
    }

    /** Teams first, then by name. */
    List<Project> list(Reach reach, @Nullable String query, Paging paging) {
        return filtered("SELECT *", reach, query, " ORDER BY kind DESC, name LIMIT :limit OFFSET :offset")
                .param("limit", paging.limit())
                .param("offset", paging.offset())
                .query((row, number) -> project(row))
                .list();
    }

    long count(Reach reach, @Nullable String query) {
        return filtered("SELECT count(*)", reach, query, "").query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String select, Reach reach, @Nullable String query, String order) {
        StringBuilder sql = new StringBuilder(select).append(" FROM project WHERE 1 = 1");
        if (reach.limited()) {
            sql.append(" AND id IN (:ids)");
        }
        if (query != null) {
            sql.append(" AND (lower(name) LIKE :query ESCAPE '!' OR lower(description) LIKE :query ESCAPE '!')");
        }
        JdbcClient.StatementSpec statement =
                database.reader().sql(sql.append(order).toString());
        if (reach.limited()) {
            statement = statement.param("ids", reach.ids());
        }
        return query == null ? statement : statement.param("query", Database.containing(query));
    }

    /** False when the name is taken. */
    boolean update(String id, String name, String description) {
        return database.writer()
                        .sql("""
                                UPDATE project SET name = :name, description = :description WHERE id = :id
                                AND NOT EXISTS (SELECT 1 FROM project other WHERE other.name = :name AND other.id <> :id)
                                """)
                        .param("id", id)
                        .param("name", name)
                        .param("description", description)
                        .update()
                == 1;
    }

    /** Makes others who hold or change this project wait until the transaction ends. False when it is gone. */
    boolean hold(String id) {
        return database.writer()
                        .sql("UPDATE project SET name = name WHERE id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    /** With its members, invitations and limits, and the tokens that reach nothing else. */
    void delete(String id) {
        for (String table : List.of("project_member", "group_role", "invitation", "quota_limit", "quota_usage")) {
            database.writer()
                    .sql("DELETE FROM %s WHERE project_id = :id".formatted(table))
                    .param("id", id)
                    .update();
        }
        database.writer()
                .sql("DELETE FROM project WHERE id = :id")
                .param("id", id)
                .update();
    }

    private static Project project(ResultSet row) throws SQLException {
        return project(
                row.getString("id"),
                row.getString("name"),
                row.getString("description"),
                Project.Kind.valueOf(row.getString("kind")),
                Database.instant(row.getLong("created_at")));
    }

    static Project project(String id, String name, String description, Project.Kind kind, java.time.Instant createdAt) {
        return new Project(
                id, name, description, kind, null, 0, new Quota(Limits.NONE, Amounts.NONE, false), createdAt);
    }
}
