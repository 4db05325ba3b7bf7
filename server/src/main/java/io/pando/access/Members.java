package io.pando.access;

import io.pando.api.Member;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.Project;
import io.pando.api.ProjectReference;
import io.pando.api.ProjectRole;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Changed;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** Who is in a project, and as what. A project of a team always has an owner. Thread-safe. */
@Service
final class Members {
    private final MemberStore store;
    private final GroupRoleStore groups;
    private final ProjectStore projects;
    private final ProjectAccess access;
    private final Users users;
    private final ApplicationEventPublisher events;
    private final Database database;
    private final Clock clock;

    Members(
            MemberStore store,
            GroupRoleStore groups,
            ProjectStore projects,
            ProjectAccess access,
            Users users,
            ApplicationEventPublisher events,
            Database database,
            Clock clock) {
        this.store = store;
        this.groups = groups;
        this.projects = projects;
        this.access = access;
        this.users = users;
        this.events = events;
        this.database = database;
        this.clock = clock;
    }

    Page<Member> list(Caller caller, String project, Paging paging) {
        String id = access.find(caller, project).id();
        return paging.page(store.list(id, paging), store.count(id));
    }

    /** Changes what somebody may do; administrators may so add somebody, too. */
    Member set(Caller caller, String projectName, String userName, ProjectRole role) {
        Project project = team(access.find(caller, projectName, Need.MANAGE));
        User user = users.present(userName).orElseThrow(() -> absent(userName));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        database.inTransaction(() -> {
            projects.hold(project.id());
            ProjectRole present = store.roleNow(project.id(), user.id()).orElse(null);
            if (present == null && !caller.administrator()) {
                throw absent(userName);
            }
            tell(user)
                    .before(() -> present == null ? null : Map.of("role", present))
                    .after(Map.of("role", role));
            groups.forget(user.id(), project.id());
            store.set(project.id(), user.id(), role, now);
            requireOwner(project);
        });
        changed(project, user.id());
        return new Member(user, role, now);
    }

    /** Takes somebody out; anybody may so leave. */
    void remove(Caller caller, String projectName, String userName) {
        boolean leaves = userName.equals(caller.userId()) || userName.equals(caller.name());
        Project project = team(access.find(caller, projectName, leaves ? Need.SEE : Need.MANAGE));
        User user = users.present(userName).orElseThrow(() -> absent(userName));
        database.inTransaction(() -> {
            projects.hold(project.id());
            ProjectRole present = store.roleNow(project.id(), user.id()).orElseThrow(() -> absent(userName));
            tell(user).before(() -> Map.of("role", present));
            groups.forget(user.id(), project.id());
            store.remove(project.id(), user.id());
            requireOwner(project);
        });
        changed(project, user.id());
    }

    private static Deed tell(User user) {
        return Deed.present().object("user", user.id(), user.name());
    }

    /** Takes somebody in who was invited; whoever may do more already keeps that. Within a transaction. */
    void join(String projectId, String accountId, ProjectRole role) {
        ProjectRole present = store.roleNow(projectId, accountId).orElse(null);
        ProjectRole byHand = store.byHand(projectId, accountId).orElse(null);
        store.set(
                projectId,
                accountId,
                GroupProjects.more(role, present),
                GroupProjects.more(role, byHand),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    void changed(String projectId, String accountId) {
        ProjectReference project = access.reference(projectId);
        events.publishEvent(new MembershipChanged(projectId, accountId));
        events.publishEvent(new Changed("project", projectId, null, projectId, project));
        // Who was taken out is no longer among those who see the project, and must learn it as well.
        events.publishEvent(new Changed("project", projectId, accountId, null, project));
    }

    private void changed(Project project, String accountId) {
        changed(project.id(), accountId);
    }

    private void requireOwner(Project project) {
        if (store.countOwners(project.id()) == 0) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "The project %s would be without an owner.".formatted(project.name()),
                    "Make somebody else an owner first.");
        }
    }

    static Project team(Project project) {
        if (project.kind() == Project.Kind.PERSONAL) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "The project %s is one person's alone.".formatted(project.name()),
                    "Work together in a project of a team.");
        }
        return project;
    }

    private static ProblemException absent(String user) {
        return ProblemException.notFound("member", user);
    }
}
