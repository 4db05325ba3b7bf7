package io.pando.access;

import io.pando.api.CreateProject;
import io.pando.api.Fault;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.Project;
import io.pando.api.ProjectReference;
import io.pando.api.ProjectRole;
import io.pando.api.Quota;
import io.pando.api.UpdateProject;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Changed;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** Projects: making, changing and deleting them. Thread-safe. */
@Service
final class Projects {
    static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final int LONGEST_DESCRIPTION = 2_000;
    private static final int NAMED = 20;

    private final ProjectStore store;
    private final MemberStore members;
    private final ProjectAccess access;
    private final Quotas quotas;
    private final Users users;
    private final CredentialStore credentials;
    private final Revocations revocations;
    private final ObjectProvider<Possessions> possessions;
    private final ApplicationEventPublisher events;
    private final Database database;
    private final ProjectMakers makers;
    private final Clock clock;

    Projects(
            ProjectStore store,
            MemberStore members,
            ProjectAccess access,
            Quotas quotas,
            Users users,
            CredentialStore credentials,
            Revocations revocations,
            ObjectProvider<Possessions> possessions,
            ApplicationEventPublisher events,
            Database database,
            ProjectMakers makers,
            Clock clock) {
        this.store = store;
        this.members = members;
        this.access = access;
        this.quotas = quotas;
        this.users = users;
        this.credentials = credentials;
        this.revocations = revocations;
        this.possessions = possessions;
        this.events = events;
        this.database = database;
        this.makers = makers;
        this.clock = clock;
    }

    // --- looking

    /**
     * Projects that the caller is in.
     *
     * @param all for administrators: all there are
     */
    Page<Project> list(Caller caller, @Nullable String query, boolean all, Paging paging) {
        return database.reading(() -> {
            Reach reach = access.reach(caller);
            if (!all && !reach.limited()) {
                reach = new Reach(members.rolesOf(caller.userId()).keySet());
            }
            return paging.page(shown(caller, store.list(reach, query, paging)), store.count(reach, query));
        });
    }

    Project find(Caller caller, String idOrName) {
        return shown(caller, List.of(access.find(caller, idOrName))).getFirst();
    }

    private List<Project> shown(Caller caller, List<Project> rows) {
        List<String> ids = rows.stream().map(Project::id).toList();
        Map<String, Integer> counts = members.counts(ids);
        Map<String, ProjectRole> roles = members.rolesOf(caller.userId());
        Map<String, Quota> amounts = quotas.of(ids);
        return rows.stream()
                .map(row -> new Project(
                        row.id(),
                        row.name(),
                        row.description(),
                        row.kind(),
                        roles.get(row.id()),
                        counts.getOrDefault(row.id(), 0),
                        amounts.getOrDefault(row.id(), row.quota()),
                        row.createdAt()))
                .toList();
    }

    // --- changing

    Project create(Caller caller, CreateProject wanted) {
        if (!makers.include(caller)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Only administrators may make projects for teams.",
                    "Ask an administrator: who makes a project for you can make you its owner.");
        }
        String description =
                wanted.description() == null ? "" : wanted.description().strip();
        List<Fault> faults = new ArrayList<>();
        checkName(wanted.name(), faults);
        checkDescription(description, faults);
        User owner = owner(caller, wanted.owner(), faults);
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        Project project = ProjectStore.project(
                UUID.randomUUID().toString(),
                wanted.name(),
                description,
                Project.Kind.TEAM,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        Deed.present()
                .object("project", project.id(), project.name())
                .project(project.id())
                .after(new Facts(project.name(), description, owner.name()));
        database.inTransaction(() -> {
            if (!store.insert(project, owner.id())) {
                throw taken(wanted.name());
            }
        });
        events.publishEvent(new MembershipChanged(project.id(), owner.id()));
        publish(project.id(), project.name());
        return shown(caller, List.of(project)).getFirst();
    }

    private User owner(Caller caller, @Nullable String wanted, List<Fault> faults) {
        User self = users.get(caller.userId());
        if (wanted == null || wanted.equals(self.name()) || wanted.equals(self.id())) {
            return self;
        }
        if (!caller.administrator()) {
            faults.add(new Fault(
                    "owner", "Only administrators make projects for others.", "Leave it out, and invite them."));
            return self;
        }
        return users.present(wanted).orElseGet(() -> {
            faults.add(
                    new Fault("owner", "There is no account %s.".formatted(wanted), "Name an account that is there."));
            return self;
        });
    }

    Project update(Caller caller, String idOrName, UpdateProject wanted) {
        Project project = access.find(caller, idOrName, Need.MANAGE);
        String name = wanted.name() == null ? project.name() : wanted.name();
        String description = wanted.description() == null
                ? project.description()
                : wanted.description().strip();
        List<Fault> faults = new ArrayList<>();
        if (!name.equals(project.name())) {
            checkName(name, faults);
            if (project.kind() == Project.Kind.PERSONAL) {
                faults.add(new Fault("name", "A personal project keeps its account's name.", "Leave the name out."));
            }
        }
        checkDescription(description, faults);
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        tell(project).after(new Facts(name, description, null));
        database.inTransaction(() -> {
            if (!store.update(project.id(), name, description)) {
                throw taken(name);
            }
        });
        publish(project.id(), name);
        return find(caller, project.id());
    }

    /** Deletes a project that is empty. Tokens that reach nothing else end with it. */
    void delete(Caller caller, String idOrName) {
        Project project = access.find(caller, idOrName, Need.MANAGE);
        tell(project);
        if (project.kind() == Project.Kind.PERSONAL) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "The project %s belongs to an account.".formatted(project.name()),
                    "It goes with the account.");
        }
        List<String> ended = database.inTransaction(() -> {
            store.hold(project.id());
            List<String> inside = possessions
                    .orderedStream()
                    .flatMap(each -> each.ofProject(project.id(), NAMED).stream())
                    .limit(NAMED)
                    .toList();
            if (!inside.isEmpty() || quotas.charged(project.id())) {
                throw new ProblemException(
                        ProblemType.IN_USE,
                        inside.isEmpty()
                                ? "Something in the project %s is still being deleted.".formatted(project.name())
                                : "The project %s is not empty: %s."
                                        .formatted(project.name(), String.join(", ", inside)),
                        inside.isEmpty() ? "Wait until its jobs have ended." : "Delete what is in it first.");
            }
            List<String> ids = credentials.deleteOfProject(project.id());
            store.delete(project.id());
            return ids;
        });
        revocations.publish(ended, caller.userId());
        events.publishEvent(new Changed("project", project.id(), null, project.id(), null));
        events.publishEvent(new MembershipChanged(project.id(), ""));
    }

    /**
     * What the audit record tells of a project.
     *
     * @param owner its first one; null when it is changed
     */
    private record Facts(
            String name, String description, @Nullable String owner) {}

    private static Deed tell(Project project) {
        return Deed.present()
                .object("project", project.id(), project.name())
                .before(() -> new Facts(project.name(), project.description(), null));
    }

    private static void checkName(String name, List<Fault> faults) {
        if (!NAME.matcher(name).matches()) {
            faults.add(new Fault(
                    "name",
                    "A project's name has 1 to 40 lower-case letters, digits and hyphens, begins with a letter and ends with a"
                            + " letter or digit.",
                    "For example web-team."));
        }
    }

    private static void checkDescription(String description, List<Fault> faults) {
        if (description.length() > LONGEST_DESCRIPTION) {
            faults.add(new Fault("description", "A description has at most 2,000 characters.", "Shorten it."));
        }
    }

    private static ProblemException taken(String name) {
        return new ProblemException(
                ProblemType.NAME_TAKEN, "There is a project %s already.".formatted(name), "Choose another name.");
    }

    /** What members see of it differs by their roles: they are told that it changed, and look. */
    private void publish(String id, String name) {
        events.publishEvent(new Changed("project", id, null, id, new ProjectReference(id, name)));
    }
}
