package io.pando.access;

import io.pando.api.Member;
import io.pando.api.ProjectRole;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.paging.Paging;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The table of who is in which project. */
@Component
final class MemberStore {
    private static final String SELECT = """
            SELECT a.id, a.name, a.display_name, a.role, a.created_at, a.disabled_at, m.role AS project_role, m.since
            FROM project_member m JOIN account a ON a.id = m.account_id WHERE m.project_id = :project
            """;

    private final Database database;

    MemberStore(Database database) {
        this.database = database;
    }

    Optional<ProjectRole> role(String projectId, String accountId) {
        return database.reader()
                .sql("SELECT role FROM project_member WHERE project_id = :project AND account_id = :account")
                .param("project", projectId)
                .param("account", accountId)
                .query(String.class)
                .optional()
                .map(ProjectRole::valueOf);
    }

    Map<String, ProjectRole> rolesOf(String accountId) {
        Map<String, ProjectRole> roles = new HashMap<>();
        database.reader()
                .sql("SELECT project_id, role FROM project_member WHERE account_id = :account")
                .param("account", accountId)
                .query(row -> {
                    roles.put(row.getString("project_id"), ProjectRole.valueOf(row.getString("role")));
                });
        return roles;
    }

    /** Owners first, then by name. */
    List<Member> list(String projectId, Paging paging) {
        return database.reader()
                .sql(SELECT
                        + " ORDER BY CASE m.role WHEN 'OWNER' THEN 0 WHEN 'MEMBER' THEN 1 ELSE 2 END, a.name"
                        + " LIMIT :limit OFFSET :offset")
                .param("project", projectId)
                .param("limit", paging.limit())
                .param("offset", paging.offset())
                .query((row, number) -> new Member(
                        UserStore.user(row),
                        ProjectRole.valueOf(row.getString("project_role")),
                        Database.instant(row.getLong("since"))))
                .list();
    }

    List<User> owners(String projectId, int most) {
        return database.reader()
                .sql(SELECT + " AND m.role = 'OWNER' ORDER BY a.name LIMIT :most")
                .param("project", projectId)
                .param("most", most)
                .query((row, number) -> UserStore.user(row))
                .list();
    }

    long count(String projectId) {
        return counts(List.of(projectId)).getOrDefault(projectId, 0);
    }

    /** At most 1,000 ids. */
    Map<String, Integer> counts(Collection<String> projectIds) {
        Map<String, Integer> counts = new HashMap<>();
        if (!projectIds.isEmpty()) {
            database.reader()
                    .sql(
                            "SELECT project_id, count(*) AS members FROM project_member WHERE project_id IN (:ids) GROUP BY project_id")
                    .param("ids", projectIds)
                    .query(row -> {
                        counts.put(row.getString("project_id"), row.getInt("members"));
                    });
        }
        return counts;
    }

    /** Owners who are left, as the present transaction sees it. */
    long countOwners(String projectId) {
        return database.writer()
                .sql("SELECT count(*) FROM project_member WHERE project_id = :project AND role = 'OWNER'")
                .param("project", projectId)
                .query(Long.class)
                .single();
    }

    /** Names of the team projects that would be without an owner if this account were gone. */
    List<String> onlyOwnedBy(String accountId) {
        return database.writer()
                .sql("""
                        SELECT p.name FROM project p JOIN project_member m ON m.project_id = p.id
                        WHERE m.account_id = :account AND m.role = 'OWNER' AND p.kind = 'TEAM'
                          AND NOT EXISTS (SELECT 1 FROM project_member o WHERE o.project_id = p.id AND o.role = 'OWNER'
                                          AND o.account_id <> :account)
                        ORDER BY p.name""")
                .param("account", accountId)
                .query(String.class)
                .list();
    }

    /** The role as the present transaction sees it. */
    Optional<ProjectRole> roleNow(String projectId, String accountId) {
        return now("role", projectId, accountId);
    }

    /** The role that people granted, whatever groups do; as the present transaction sees it. */
    Optional<ProjectRole> byHand(String projectId, String accountId) {
        return now("by_hand", projectId, accountId);
    }

    private Optional<ProjectRole> now(String column, String projectId, String accountId) {
        return database.writer()
                .sql(
                        "SELECT %s FROM project_member WHERE project_id = :project AND account_id = :account AND %s IS NOT NULL"
                                .formatted(column, column))
                .param("project", projectId)
                .param("account", accountId)
                .query(String.class)
                .optional()
                .map(ProjectRole::valueOf);
    }

    /** Adds somebody by hand, or changes the role; when the person joined stays. */
    void set(String projectId, String accountId, ProjectRole role, Instant since) {
        set(projectId, accountId, role, role, since);
    }

    /**
     * The same.
     *
     * @param role that holds
     * @param byHand what people granted of it; null when groups alone do
     */
    void set(String projectId, String accountId, ProjectRole role, @Nullable ProjectRole byHand, Instant since) {
        database.writer()
                .sql("""
                        INSERT INTO project_member (project_id, account_id, role, by_hand, since)
                        VALUES (:project, :account, :role, :byHand, :since)
                        ON CONFLICT (project_id, account_id) DO UPDATE SET role = excluded.role, by_hand = excluded.by_hand
                        """)
                .param("project", projectId)
                .param("account", accountId)
                .param("role", role.name())
                .param("byHand", byHand == null ? null : byHand.name(), Types.VARCHAR)
                .param("since", Database.micros(since))
                .update();
    }

    /** False when the person was not in it. */
    boolean remove(String projectId, String accountId) {
        return database.writer()
                        .sql("DELETE FROM project_member WHERE project_id = :project AND account_id = :account")
                        .param("project", projectId)
                        .param("account", accountId)
                        .update()
                == 1;
    }

    void removeAllOf(String accountId) {
        database.writer()
                .sql("DELETE FROM project_member WHERE account_id = :account")
                .param("account", accountId)
                .update();
    }
}
