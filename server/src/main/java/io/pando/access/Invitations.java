package io.pando.access;

import io.pando.api.AcceptInvitation;
import io.pando.api.CreateInvitation;
import io.pando.api.CreateUser;
import io.pando.api.CreatedInvitation;
import io.pando.api.Fault;
import io.pando.api.Invitation;
import io.pando.api.InvitationOffer;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.Project;
import io.pando.api.ProjectReference;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.event.Changed;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** Invitations into projects: of an account by name, or by a link that whoever has it may use once. Thread-safe. */
@Service
final class Invitations {
    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration USUAL = Duration.ofDays(7);
    private static final int MOST = 200;

    private final InvitationStore store;
    private final ProjectStore projects;
    private final MemberStore memberStore;
    private final Members members;
    private final ProjectAccess access;
    private final Users users;
    private final SignInLimits limits;
    private final ApplicationEventPublisher events;
    private final Database database;
    private final boolean signUp;
    private final Clock clock;

    Invitations(
            InvitationStore store,
            ProjectStore projects,
            MemberStore memberStore,
            Members members,
            ProjectAccess access,
            Users users,
            SignInLimits limits,
            ApplicationEventPublisher events,
            Database database,
            PandoProperties properties,
            Clock clock) {
        this.store = store;
        this.projects = projects;
        this.memberStore = memberStore;
        this.members = members;
        this.access = access;
        this.users = users;
        this.limits = limits;
        this.events = events;
        this.database = database;
        this.signUp = properties.access().signUpByInvitation();
        this.clock = clock;
    }

    // --- for owners

    Page<Invitation> ofProject(Caller caller, String project, Paging paging) {
        String id = access.find(caller, project, Need.MANAGE).id();
        Instant now = clock.instant();
        return paging.page(shown(store.ofProject(id, now, paging)), store.countOfProject(id, now));
    }

    CreatedInvitation create(Caller caller, String projectName, CreateInvitation wanted) {
        Project project = Members.team(access.find(caller, projectName, Need.MANAGE));
        Duration lifetime = lifetime(wanted.lifetimeSeconds());
        User invited = wanted.user() == null ? null : invited(project, wanted.user());
        String secret = invited == null ? Secret.forSession() : null;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        InvitationStore.Row row = new InvitationStore.Row(
                UUID.randomUUID().toString(),
                project.id(),
                wanted.role() == null ? ProjectRole.MEMBER : wanted.role(),
                invited == null ? null : invited.id(),
                caller.userId(),
                now,
                now.plus(lifetime));
        database.inTransaction(() -> {
            projects.hold(project.id());
            store.deleteExpired(now);
            if (store.countOfProject(project.id(), now) >= MOST) {
                throw ProblemException.invalid(List.of(new Fault(
                        null, "The project has %d open invitations.".formatted(MOST), "Withdraw some of them first.")));
            }
            store.insert(row, secret == null ? null : Secret.hash(secret));
            tell(row).after(facts(row));
        });
        publish(project.id(), row.accountId());
        return new CreatedInvitation(shown(List.of(row)).getFirst(), secret);
    }

    private User invited(Project project, String name) {
        User user = users.present(name)
                .orElseThrow(() -> ProblemException.invalid(List.of(new Fault(
                        "user",
                        "There is no account %s.".formatted(name),
                        "Check the name, or make a link and send it to the person."))));
        if (memberStore.role(project.id(), user.id()).isPresent()) {
            throw ProblemException.invalid(List.of(new Fault(
                    "user",
                    "%s is in the project %s already.".formatted(user.displayName(), project.name()),
                    "Change the role among its members.")));
        }
        return user;
    }

    private static Duration lifetime(@Nullable Long seconds) {
        if (seconds == null) {
            return USUAL;
        }
        if (seconds < SHORTEST.toSeconds() || seconds > LONGEST.toSeconds()) {
            throw ProblemException.invalid(List.of(new Fault(
                    "lifetimeSeconds",
                    "The lifetime is too short or too long.",
                    "Use 60 (a minute) to 2592000 (30 days), or leave it out for 7 days.")));
        }
        return Duration.ofSeconds(seconds);
    }

    void withdraw(Caller caller, String projectName, String id) {
        Project project = access.find(caller, projectName, Need.MANAGE);
        InvitationStore.Row row = store.find(id, clock.instant())
                .filter(found -> found.projectId().equals(project.id()))
                .orElseThrow(() -> absent(id));
        take(row);
        publish(project.id(), row.accountId());
    }

    private void take(InvitationStore.Row row) {
        tell(row).before(() -> facts(row));
        database.inTransaction(() -> {
            if (!store.take(row.id())) {
                throw absent(row.id());
            }
        });
    }

    /**
     * What the audit record tells of an invitation.
     *
     * @param user name of the account; null for a link
     */
    private record Facts(ProjectRole role, @Nullable String user, Instant expiresAt) {}

    private Facts facts(InvitationStore.Row row) {
        String account = row.accountId();
        return new Facts(row.role(), account == null ? null : users.get(account).name(), row.expiresAt());
    }

    private static Deed tell(InvitationStore.Row row) {
        return Deed.present().object("invitation", row.id(), null).project(row.projectId());
    }

    // --- for whom it is

    Page<Invitation> own(Caller caller, Paging paging) {
        if (caller.scope().projectId() != null) {
            return paging.page(List.of(), 0);
        }
        Instant now = clock.instant();
        return paging.page(
                shown(store.ofAccount(caller.userId(), now, paging)), store.countOfAccount(caller.userId(), now));
    }

    ProjectReference accept(Caller caller, String id) {
        InvitationStore.Row row = own(caller, id);
        return join(row, caller);
    }

    void decline(Caller caller, String id) {
        InvitationStore.Row row = own(caller, id);
        take(row);
        publish(row.projectId(), row.accountId());
    }

    private InvitationStore.Row own(Caller caller, String id) {
        return store.find(id, clock.instant())
                .filter(found -> caller.userId().equals(found.accountId()))
                .filter(found -> caller.scope().projectId() == null)
                .orElseThrow(() -> absent(id));
    }

    // --- links

    InvitationOffer look(String secret, String address) {
        InvitationStore.Row row = bySecret(secret, address);
        Deed.present().looking();
        return new InvitationOffer(
                access.reference(row.projectId()).name(),
                row.role(),
                users.get(row.invitedBy()).displayName(),
                row.expiresAt(),
                signUp);
    }

    /**
     * Takes a link up.
     *
     * @param caller null for somebody who is not signed in
     */
    ProjectReference redeem(@Nullable Caller caller, AcceptInvitation wanted, String address) {
        InvitationStore.Row row = bySecret(wanted.secret(), address);
        tell(row);
        AcceptInvitation.NewAccount account = wanted.account();
        if (caller != null) {
            if (!caller.scope().equals(Scope.WHOLE)) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN,
                        "An API token of limited rights joins no projects.",
                        "Sign in, or use a token with all rights.");
            }
            return join(row, caller);
        }
        if (account == null) {
            throw new ProblemException(
                    ProblemType.NOT_SIGNED_IN,
                    "The invitation is for somebody with an account.",
                    signUp ? "Sign in, or send an account to be made with it." : "Sign in first.");
        }
        if (!signUp) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Nobody makes an account here by an invitation.",
                    "Ask an administrator for an account, sign in, and open the link again.");
        }
        User user = users.check(new CreateUser(account.name(), account.displayName(), account.password(), Role.MEMBER));
        String hash = users.hash(account.password());
        ProjectReference joined = database.inTransaction(() -> {
            users.insert(user, hash);
            Deed.present()
                    .also(new Deed.Consequence(
                            "user.create",
                            "user",
                            user.id(),
                            user.name(),
                            row.projectId(),
                            Map.of("invitation", row.id()),
                            null,
                            user));
            return take(row, user.id(), user.name());
        });
        tell(row, user.id());
        return joined;
    }

    private ProjectReference join(InvitationStore.Row row, Caller caller) {
        ProjectReference joined = database.inTransaction(() -> take(row, caller.userId(), caller.name()));
        tell(row, caller.userId());
        return joined;
    }

    private ProjectReference take(InvitationStore.Row row, String accountId, String accountName) {
        if (!projects.hold(row.projectId()) || !store.take(row.id())) {
            throw absent(row.id());
        }
        // Whoever invited may have lost the right to do so since.
        if (!mayStillInvite(row)) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "Who made this invitation may no longer invite into the project.",
                    "Ask an owner of the project for another one.");
        }
        members.join(row.projectId(), accountId, row.role());
        tell(row)
                .before(() -> facts(row))
                .also(new Deed.Consequence(
                        "member.set",
                        "user",
                        accountId,
                        accountName,
                        row.projectId(),
                        Map.of("invitation", row.id()),
                        null,
                        Map.of("role", row.role())));
        return access.reference(row.projectId());
    }

    private boolean mayStillInvite(InvitationStore.Row row) {
        return users.find(row.invitedBy())
                .filter(user -> !user.disabled())
                .filter(user -> user.role() == Role.ADMINISTRATOR
                        || memberStore
                                .role(row.projectId(), row.invitedBy())
                                .filter(Need.MANAGE::isMetBy)
                                .isPresent())
                .isPresent();
    }

    private void tell(InvitationStore.Row row, String accountId) {
        members.changed(row.projectId(), accountId);
    }

    /** Guesses count like failed attempts to sign in, though nobody guesses 256 bits: so floods of them cost little. */
    private InvitationStore.Row bySecret(String secret, String address) {
        SignInLimits.Attempt attempt = limits.begin(address, "invitation");
        InvitationStore.Row row = store.findBySecret(Secret.hash(secret), clock.instant())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "There is no such invitation: it was used or withdrawn, or it has expired.",
                        "Ask whoever sent the link for a new one."));
        attempt.succeeded();
        return row;
    }

    private void publish(String projectId, @Nullable String accountId) {
        ProjectReference project = access.reference(projectId);
        events.publishEvent(new Changed("project", projectId, null, projectId, project));
        if (accountId != null) {
            events.publishEvent(new Changed("project", projectId, accountId, null, project));
        }
    }

    private List<Invitation> shown(List<InvitationStore.Row> rows) {
        Map<String, ProjectReference> named = access.references(
                rows.stream().map(InvitationStore.Row::projectId).toList());
        Map<String, User> people = users.get(rows.stream()
                .flatMap(row -> Stream.of(row.invitedBy(), row.accountId()))
                .filter(Objects::nonNull)
                .toList());
        return rows.stream()
                .map(row -> new Invitation(
                        row.id(),
                        named.getOrDefault(row.projectId(), new ProjectReference(row.projectId(), "")),
                        row.role(),
                        row.accountId() == null ? null : people.get(row.accountId()),
                        Objects.requireNonNull(people.get(row.invitedBy())),
                        row.createdAt(),
                        row.expiresAt()))
                .toList();
    }

    private static ProblemException absent(String id) {
        return ProblemException.notFound("invitation", id);
    }
}
