package io.pando.access;

import io.pando.api.ProblemType;
import io.pando.api.Project;
import io.pando.api.ProjectReference;
import io.pando.api.ProjectRole;
import io.pando.api.User;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides who may do what with the things of a project; the one place where that is decided. Thread-safe.
 *
 * <p>Somebody who may not even see a thing gets the same answer as for one that is not there. Somebody who sees it and may not do this
 * to it is told who could.
 */
@Component
public final class ProjectAccess {
    private static final int NAMED_OWNERS = 5;

    private final ProjectStore projects;
    private final MemberStore members;
    private final UserStore users;

    ProjectAccess(ProjectStore projects, MemberStore members, UserStore users) {
        this.projects = projects;
        this.members = members;
        this.users = users;
    }

    /**
     * Makes sure that a caller may do something with a thing.
     *
     * @param projectId the thing's project
     * @param kind of the thing, for the answer that it is not there
     * @param id by which the caller named the thing
     * @throws ProblemException not found, or forbidden
     */
    public void require(Caller caller, String projectId, Need need, String kind, String id) {
        if (caller.administrator()) {
            Deed.present().project(projectId);
            return;
        }
        ProjectRole role = role(caller, projectId).orElseThrow(() -> ProblemException.notFound(kind, id));
        // Also of what is refused below the project's owners are to know; of what somebody tries who does not see it
        // they are not.
        Deed.present().project(projectId);
        if (!need.isMetBy(role)) {
            throw refusal(projectId, role);
        }
    }

    /** What a caller is in a project; empty for nothing. Administrators are not members by that. */
    public Optional<ProjectRole> role(Caller caller, String projectId) {
        String only = caller.scope().projectId();
        return only == null || only.equals(projectId) ? members.role(projectId, caller.userId()) : Optional.empty();
    }

    /** Projects in which a caller may do what takes this, as somebody who is in them. */
    public Set<String> where(Caller caller, Need need) {
        String only = caller.scope().projectId();
        return members.rolesOf(caller.userId()).entrySet().stream()
                .filter(entry -> need.isMetBy(entry.getValue()))
                .map(Map.Entry::getKey)
                .filter(id -> only == null || only.equals(id))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The id of a project that the caller sees; what is the name of none is given back. */
    public String idOf(Caller caller, String idOrName) {
        return projects.findByIdOrName(idOrName)
                .map(Project::id)
                .filter(id -> reach(caller).includes(id))
                .orElse(idOrName);
    }

    /** Whose things a caller sees. */
    public Reach reach(Caller caller) {
        if (caller.administrator()) {
            return new Reach(null);
        }
        Set<String> all = members.rolesOf(caller.userId()).keySet();
        String only = caller.scope().projectId();
        if (only == null) {
            return new Reach(all);
        }
        return new Reach(all.contains(only) ? Set.of(only) : Set.of());
    }

    /**
     * Whose things a caller sees who asks for those of one project.
     *
     * @param idOrName null for all that the caller sees
     * @throws ProblemException not found, also when the caller does not see it
     */
    public Reach reach(Caller caller, @Nullable String idOrName) {
        return idOrName == null
                ? reach(caller)
                : new Reach(Set.of(find(caller, idOrName).id()));
    }

    /**
     * The account that a list is asked to be limited to; null for none.
     *
     * @param owner {@code me}, {@code all}, or name or id of an account; null means {@code me}, or {@code all} within a project
     * @param project that the list is limited to; null for none
     */
    public @Nullable String owner(Caller caller, @Nullable String owner, @Nullable String project) {
        String wanted = owner == null ? (project == null ? "me" : "all") : owner;
        return switch (wanted) {
            case "me" -> caller.userId();
            case "all" -> null;
            // Whether there is such an account is not told: there is nothing of it to be seen.
            default -> users.findPresent(wanted).map(User::id).orElse(wanted);
        };
    }

    /**
     * The project in which a caller is about to make something.
     *
     * @param idOrName null for the caller's own, or for the only one that the caller's credential reaches
     * @throws ProblemException not found, or forbidden
     */
    public ProjectReference place(Caller caller, @Nullable String idOrName) {
        Project project = find(caller, idOrName == null ? own(caller) : idOrName, Need.USE);
        return new ProjectReference(project.id(), project.name());
    }

    /** A personal project has its account's id. */
    private static String own(Caller caller) {
        String only = caller.scope().projectId();
        return only == null ? caller.userId() : only;
    }

    /** A project that the caller sees. */
    Project find(Caller caller, String idOrName) {
        return find(caller, idOrName, Need.SEE);
    }

    /** A project with which the caller may do something. */
    Project find(Caller caller, String idOrName, Need need) {
        Project project = projects.findByIdOrName(idOrName).orElseThrow(() -> absent(idOrName));
        require(caller, project.id(), need, "project", idOrName);
        return project;
    }

    /** Projects by their ids, in a query for each 1,000; those that are gone are left out. */
    public Map<String, ProjectReference> references(Collection<String> ids) {
        return projects.references(ids).stream()
                .collect(Collectors.toMap(ProjectReference::id, reference -> reference));
    }

    /** One project by its id; one that is gone has no name any more. */
    public ProjectReference reference(String id) {
        return references(List.of(id)).getOrDefault(id, new ProjectReference(id, ""));
    }

    private static ProblemException absent(String idOrName) {
        return ProblemException.notFound("project", idOrName);
    }

    private ProblemException refusal(String projectId, ProjectRole role) {
        String project = reference(projectId).name();
        String owners = members.owners(projectId, NAMED_OWNERS).stream()
                .map(ProjectAccess::called)
                .collect(Collectors.joining(", "));
        return new ProblemException(
                ProblemType.FORBIDDEN,
                role == ProjectRole.VIEWER
                        ? "You are a viewer of the project %s: you see what is in it and change nothing."
                                .formatted(project)
                        : "Only owners of the project %s may do this.".formatted(project),
                "Ask one of its owners (%s), or an administrator.".formatted(owners));
    }

    private static String called(User user) {
        return user.displayName().equals(user.name()) ? user.name() : user.displayName() + ", " + user.name();
    }
}
