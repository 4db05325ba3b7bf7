package io.pando.access;

import io.pando.api.Project;
import io.pando.api.ProjectRole;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Deed;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Turns groups of OpenID providers into roles in projects of teams.
 *
 * <p>Somebody has the most that people and providers grant him. What people decide later holds at once, also against a group; the next
 * sign-in at the provider grants again what the group does.
 */
@Component
final class GroupProjects {
    private static final Logger LOG = LoggerFactory.getLogger(GroupProjects.class);

    private final GroupRoleStore store;
    private final ProjectStore projects;
    private final MemberStore memberStore;
    private final Members members;
    private final Database database;
    private final Clock clock;

    GroupProjects(
            GroupRoleStore store,
            ProjectStore projects,
            MemberStore memberStore,
            Members members,
            Database database,
            Clock clock) {
        this.store = store;
        this.projects = projects;
        this.memberStore = memberStore;
        this.members = members;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Has an account belong to exactly these projects as far as the provider is concerned; what people granted stays. Called at each
     * sign-in, may be repeated.
     *
     * @param granted roles by the names of projects; projects that are not there, or are one person's, are passed over
     */
    void apply(User user, String provider, Map<String, ProjectRole> granted) {
        database.inTransaction(() -> {
            Map<String, ProjectRole> wanted = byId(provider, granted);
            Map<String, ProjectRole> before = store.of(user.id(), provider);
            // Always in the same order, so that two who sign in at once do not wait for each other.
            Set<String> all = new TreeSet<>(wanted.keySet());
            all.addAll(before.keySet());
            for (String project : all) {
                ProjectRole role = wanted.get(project);
                if (role != before.get(project)) {
                    change(user, provider, project, role);
                }
            }
        });
    }

    private Map<String, ProjectRole> byId(String provider, Map<String, ProjectRole> granted) {
        Map<String, ProjectRole> byId = new HashMap<>();
        granted.forEach((name, role) -> {
            Optional<Project> project =
                    projects.findByIdOrName(name).filter(found -> found.kind() == Project.Kind.TEAM);
            if (project.isEmpty()) {
                LOG.warn(
                        "A group of the provider {} is of the project {}, and no team has one of that name",
                        provider,
                        name);
            }
            project.ifPresent(found -> byId.put(found.id(), role));
        });
        return byId;
    }

    private void change(User user, String provider, String project, @Nullable ProjectRole role) {
        boolean there = projects.hold(project);
        if (role == null || !there) {
            store.delete(user.id(), provider, project);
        } else {
            store.set(user.id(), provider, project, role);
        }
        if (!there) {
            return;
        }
        ProjectRole present = memberStore.roleNow(project, user.id()).orElse(null);
        ProjectRole byHand = memberStore.byHand(project, user.id()).orElse(null);
        ProjectRole now = most(byHand, store.most(user.id(), project).orElse(null));
        if (present == ProjectRole.OWNER && now != ProjectRole.OWNER && memberStore.countOwners(project) == 1) {
            LOG.warn("{} stays owner of the project {}, which nobody else owns", user.name(), project);
            now = present;
            byHand = present;
        }
        if (now == null) {
            memberStore.remove(project, user.id());
        } else {
            Instant since = clock.instant().truncatedTo(ChronoUnit.MICROS);
            memberStore.set(project, user.id(), now, byHand, since);
        }
        if (now != present) {
            members.changed(project, user.id());
            Deed.present()
                    .also(new Deed.Consequence(
                            now == null ? "member.remove" : "member.set",
                            "user",
                            user.id(),
                            user.name(),
                            project,
                            Map.of("provider", provider),
                            present == null ? null : Map.of("role", present),
                            now == null ? null : Map.of("role", now)));
        }
    }

    private static @Nullable ProjectRole most(@Nullable ProjectRole one, @Nullable ProjectRole other) {
        return one == null ? other : more(one, other);
    }

    /** Whichever may more. */
    static ProjectRole more(ProjectRole one, @Nullable ProjectRole other) {
        // Roles are declared from the one that may most.
        return other == null || one.compareTo(other) <= 0 ? one : other;
    }
}
