package io.pando.access;

import io.pando.api.ProjectRole;
import io.pando.database.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The table of what people's groups at OpenID providers grant them in projects. */
@Component
final class GroupRoleStore {
    private final Database database;

    GroupRoleStore(Database database) {
        this.database = database;
    }

    /** What a provider grants somebody, by project; as the present transaction sees it. */
    Map<String, ProjectRole> of(String accountId, String provider) {
        Map<String, ProjectRole> roles = new HashMap<>();
        database.writer()
                .sql("SELECT project_id, role FROM group_role WHERE account_id = ? AND provider = ?")
                .params(accountId, provider)
                .query(row -> {
                    roles.put(row.getString("project_id"), ProjectRole.valueOf(row.getString("role")));
                });
        return roles;
    }

    /** The most that any provider grants somebody in a project; as the present transaction sees it. */
    Optional<ProjectRole> most(String accountId, String projectId) {
        List<String> roles = database.writer()
                .sql("SELECT role FROM group_role WHERE account_id = ? AND project_id = ?")
                .params(accountId, projectId)
                .query(String.class)
                .list();
        // Roles are declared from the one that may most.
        return roles.stream().map(ProjectRole::valueOf).min(Enum::compareTo);
    }

    void set(String accountId, String provider, String projectId, ProjectRole role) {
        database.writer()
                .sql("""
                        INSERT INTO group_role (account_id, provider, project_id, role) VALUES (?, ?, ?, ?)
                        ON CONFLICT (account_id, provider, project_id) DO UPDATE SET role = excluded.role""")
                .params(accountId, provider, projectId, role.name())
                .update();
    }

    void delete(String accountId, String provider, String projectId) {
        database.writer()
                .sql("DELETE FROM group_role WHERE account_id = ? AND provider = ? AND project_id = ?")
                .params(accountId, provider, projectId)
                .update();
    }

    /** Forgets what all providers grant somebody in a project, until the next sign-in. */
    void forget(String accountId, String projectId) {
        database.writer()
                .sql("DELETE FROM group_role WHERE account_id = ? AND project_id = ?")
                .params(accountId, projectId)
                .update();
    }

    void deleteAllOf(String accountId) {
        database.writer()
                .sql("DELETE FROM group_role WHERE account_id = ?")
                .param(accountId)
                .update();
    }
}
