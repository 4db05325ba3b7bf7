package io.pando.access;

import io.pando.access.CredentialStore.Credential;
import io.pando.access.CredentialStore.Kind;
import io.pando.api.CreateToken;
import io.pando.api.CreatedToken;
import io.pando.api.Fault;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.Token;
import io.pando.api.TokenRight;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** API tokens, each of its owner only: an administrator does not see other people's. */
@Service
final class Tokens {
    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration USUAL = Duration.ofDays(90);
    private static final int LONGEST_NAME = 64;
    private static final int MOST = 100;
    /** What is of no one project. */
    private static final Set<TokenRight> BEYOND_PROJECTS = EnumSet.of(TokenRight.ACCOUNT, TokenRight.ADMINISTRATION);

    private final CredentialStore store;
    private final UserStore userStore;
    private final Users users;
    private final ProjectAccess access;
    private final Revocations revocations;
    private final Database database;
    private final Clock clock;

    Tokens(
            CredentialStore store,
            UserStore userStore,
            Users users,
            ProjectAccess access,
            Revocations revocations,
            Database database,
            Clock clock) {
        this.store = store;
        this.userStore = userStore;
        this.users = users;
        this.access = access;
        this.revocations = revocations;
        this.database = database;
        this.clock = clock;
    }

    Page<Token> list(Caller caller, Paging paging) {
        List<Token> tokens = store.list(caller.userId(), Kind.TOKEN, paging).stream()
                .map(this::token)
                .toList();
        return paging.page(tokens, store.count(caller.userId(), Kind.TOKEN));
    }

    CreatedToken create(Caller caller, CreateToken request) {
        String name = request.name().strip();
        Duration lifetime = check(request, name);
        Scope scope = scope(caller, request);
        User owner = users.get(caller.userId());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String secret = Secret.forToken();
        Credential maker = store.find(caller.credentialId()).orElseThrow(Tokens::ended);
        boolean byToken = maker.kind() == Kind.TOKEN;
        Instant end = now.plus(lifetime);
        Credential token = new Credential(
                UUID.randomUUID().toString(),
                Kind.TOKEN,
                name,
                owner,
                now,
                null,
                // A token must not outlast itself by making another one.
                byToken && end.isAfter(maker.expiresAt()) ? maker.expiresAt() : end,
                scope,
                byToken ? maker.id() : null);
        database.inTransaction(() -> {
            userStore.hold(owner.id());
            if (!store.existsForWriter(caller.credentialId())) {
                throw ended();
            }
            if (store.count(owner.id(), Kind.TOKEN) >= MOST) {
                throw ProblemException.invalid(List.of(new Fault(
                        null, "You have %d tokens already.".formatted(MOST), "Delete one that you no longer use.")));
            }
            store.insert(token, Secret.hash(secret));
            Deed.present().object("token", token.id(), token.name()).after(token(token));
        });
        return new CreatedToken(token(token), secret);
    }

    private static Duration check(CreateToken request, String name) {
        List<Fault> faults = new ArrayList<>();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.codePoints().anyMatch(Users::invisible)) {
            faults.add(new Fault(
                    "name",
                    "The name is empty, too long or has characters that cannot be seen.",
                    "Use 1 to 64 characters, for example the name of the computer that the token is for."));
        }
        Long seconds = request.lifetimeSeconds();
        if (seconds != null && (seconds < SHORTEST.toSeconds() || seconds > LONGEST.toSeconds())) {
            faults.add(new Fault(
                    "lifetimeSeconds",
                    "The lifetime is too short or too long.",
                    "Use 60 (a minute) to 31536000 (a year), or leave it out for 90 days."));
        }
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        return seconds == null ? USUAL : Duration.ofSeconds(seconds);
    }

    private Scope scope(Caller caller, CreateToken request) {
        Set<TokenRight> rights = EnumSet.of(TokenRight.READ);
        rights.addAll(request.rights() == null ? caller.scope().rights() : request.rights());
        String wanted = request.project();
        String project = wanted == null
                ? caller.scope().projectId()
                : access.find(caller, wanted).id();
        if (project != null && request.rights() == null) {
            rights.removeAll(BEYOND_PROJECTS);
        }
        Scope scope = new Scope(rights, project);
        if (!scope.isWithin(caller.scope())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "A token makes no token with more rights than its own.",
                    "Leave out what it does not have, or sign in.");
        }
        if (project != null && !Collections.disjoint(rights, BEYOND_PROJECTS)) {
            throw ProblemException.invalid(List.of(new Fault(
                    "rights",
                    "A token that reaches one project only cannot have the rights ACCOUNT and ADMINISTRATION.",
                    "Leave these out, or the project.")));
        }
        return scope;
    }

    private static ProblemException ended() {
        return new ProblemException(ProblemType.NOT_SIGNED_IN, "The session has just ended.", "Sign in again.");
    }

    /** Takes a token back, and with it those that were made with it. */
    void delete(Caller caller, String id) {
        Deed.present()
                .object("token", id, null)
                .before(() -> store.find(id)
                        .filter(token -> token.user().id().equals(caller.userId()))
                        .map(this::token)
                        .orElse(null));
        List<String> ended = database.inTransaction(() -> {
            List<String> those = store.deleteToken(id, caller.userId());
            if (those.isEmpty()) {
                throw ProblemException.notFound("token", id);
            }
            return those;
        });
        revocations.publish(ended, caller.userId());
    }

    private Token token(Credential credential) {
        String project = credential.scope().projectId();
        return new Token(
                credential.id(),
                credential.name(),
                credential.createdAt(),
                credential.expiresAt(),
                credential.lastUsedAt(),
                credential.scope().rights().stream().sorted().toList(),
                project == null ? null : access.reference(project));
    }
}
