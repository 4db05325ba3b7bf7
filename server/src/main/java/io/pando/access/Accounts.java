package io.pando.access;

import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.api.UpdateUser;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Changing and deleting people's accounts. There is always an administrator who can sign in. Thread-safe. */
@Service
final class Accounts {
    private static final int NAMED = 20;

    private final UserStore store;
    private final MemberStore members;
    private final InvitationStore invitations;
    private final ProjectStore projects;
    private final CredentialStore credentials;
    private final SessionStore sessions;
    private final SecondFactorStore factors;
    private final ExternalIdentityStore identities;
    private final GroupRoleStore groups;
    private final Revocations revocations;
    private final Quotas quotas;
    private final ObjectProvider<Possessions> possessions;
    private final Database database;
    private final Clock clock;

    Accounts(
            UserStore store,
            MemberStore members,
            InvitationStore invitations,
            ProjectStore projects,
            CredentialStore credentials,
            SessionStore sessions,
            SecondFactorStore factors,
            ExternalIdentityStore identities,
            GroupRoleStore groups,
            Revocations revocations,
            Quotas quotas,
            ObjectProvider<Possessions> possessions,
            Database database,
            Clock clock) {
        this.store = store;
        this.members = members;
        this.invitations = invitations;
        this.projects = projects;
        this.credentials = credentials;
        this.sessions = sessions;
        this.factors = factors;
        this.identities = identities;
        this.groups = groups;
        this.revocations = revocations;
        this.quotas = quotas;
        this.possessions = possessions;
        this.database = database;
        this.clock = clock;
    }

    /** An account that the caller may see: one's own, or as an administrator any. */
    User find(Caller caller, String id) {
        return store.findPresent(id)
                .filter(user -> caller.mayActFor(user.id()))
                .orElseThrow(() -> ProblemException.notFound("account", id));
    }

    User update(Caller caller, String id, UpdateUser wanted) {
        Updated updated = database.inTransaction(() -> {
            // One change after the other: what is not asked for stays as the last one left it.
            store.holdAndCountAdministrators();
            User before = find(caller, id);
            User after = changed(before, wanted);
            check(caller, before, after);
            tell(before);
            store.update(after, clock.instant());
            requireAdministrator();
            Deed.present().after(after);
            if (!after.disabled()) {
                return new Updated(after, List.of());
            }
            sessions.deleteHalvesOf(after.id());
            return new Updated(after, credentials.deleteAllOf(after.id()));
        });
        revocations.publish(updated.ended(), updated.after().id());
        return updated.after();
    }

    private static User changed(User user, UpdateUser wanted) {
        return new User(
                user.id(),
                user.name(),
                wanted.displayName() == null
                        ? user.displayName()
                        : wanted.displayName().strip(),
                wanted.role() == null ? user.role() : wanted.role(),
                user.createdAt(),
                wanted.disabled() == null ? user.disabled() : wanted.disabled());
    }

    private static void check(Caller caller, User before, User after) {
        boolean self = before.id().equals(caller.userId());
        boolean same = after.role() == before.role() && after.disabled() == before.disabled();
        if (!same && (self || !caller.administrator())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    self
                            ? "Nobody changes the own role, or disables the own account."
                            : "Only administrators may do this.",
                    "Ask another administrator.");
        }
        List<Fault> faults = new ArrayList<>();
        Users.checkDisplayName(after.displayName(), faults);
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
    }

    /** An account as it is from now on, and the credentials that ended with that. */
    private record Updated(User after, List<String> ended) {}

    /** Deletes an account that owns nothing any more, with its personal project, sessions, tokens and memberships. */
    void delete(Caller caller, String id) {
        User user = find(caller, id);
        tell(user);
        if (user.id().equals(caller.userId())) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE, "Nobody deletes the own account.", "Ask another administrator.");
        }
        List<String> ended = database.inTransaction(() -> {
            store.hold(user.id());
            projects.hold(user.id());
            List<String> owned = possessions(user);
            if (!owned.isEmpty() || quotas.charged(user.id())) {
                throw new ProblemException(
                        ProblemType.IN_USE,
                        owned.isEmpty()
                                ? "Something of %s is still being deleted.".formatted(user.displayName())
                                : "%s still has: %s.".formatted(user.displayName(), String.join(", ", owned)),
                        owned.isEmpty()
                                ? "Wait until its jobs have ended."
                                : "Delete these, or give the projects another owner. To only keep the person out, disable the"
                                        + " account.");
            }
            List<String> ids = credentials.deleteAllOf(user.id());
            sessions.deleteHalvesOf(user.id());
            factors.delete(user.id());
            identities.deleteAllOf(user.id());
            groups.deleteAllOf(user.id());
            invitations.deleteAllOf(user.id());
            members.removeAllOf(user.id());
            projects.delete(user.id());
            store.delete(user.id(), clock.instant());
            requireAdministrator();
            return ids;
        });
        revocations.publish(ended, user.id());
    }

    private static void tell(User user) {
        Deed.present().object("user", user.id(), user.name()).before(() -> user);
    }

    private List<String> possessions(User user) {
        List<String> owned = new ArrayList<>();
        members.onlyOwnedBy(user.id()).forEach(project -> owned.add("the project " + project + " as its only owner"));
        possessions.orderedStream().forEach(each -> {
            owned.addAll(each.ofAccount(user.id(), NAMED));
            // In a personal project lies only what is its person's, or was an administrator's doing.
            each.ofProject(user.id(), NAMED).stream()
                    .filter(thing -> !owned.contains(thing))
                    .forEach(owned::add);
        });
        return owned.subList(0, Math.min(NAMED, owned.size()));
    }

    private void requireAdministrator() {
        if (store.holdAndCountAdministrators() == 0) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "There would be no administrator left who can sign in.",
                    "Make somebody else an administrator first.");
        }
    }
}
