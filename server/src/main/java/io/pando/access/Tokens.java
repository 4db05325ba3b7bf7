package io.pando.access;

import io.pando.access.CredentialStore.Credential;
import io.pando.access.CredentialStore.Kind;
import io.pando.api.CreateToken;
import io.pando.api.CreatedToken;
import io.pando.api.Fault;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.Token;
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
import java.util.List;
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

    private final CredentialStore store;
    private final UserStore userStore;
    private final Users users;
    private final Revocations revocations;
    private final Database database;
    private final Clock clock;

    Tokens(
            CredentialStore store,
            UserStore userStore,
            Users users,
            Revocations revocations,
            Database database,
            Clock clock) {
        this.store = store;
        this.userStore = userStore;
        this.users = users;
        this.revocations = revocations;
        this.database = database;
        this.clock = clock;
    }

    Page<Token> list(Caller caller, Paging paging) {
        List<Token> tokens = store.list(caller.userId(), Kind.TOKEN, paging).stream()
                .map(Tokens::token)
                .toList();
        return paging.page(tokens, store.count(caller.userId(), Kind.TOKEN));
    }

    CreatedToken create(Caller caller, CreateToken request) {
        String name = request.name().strip();
        Duration lifetime = check(request, name);
        User owner = users.get(caller.userId());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String secret = Secret.forToken();
        Credential token =
                new Credential(UUID.randomUUID().toString(), Kind.TOKEN, name, owner, now, null, now.plus(lifetime));
        database.inTransaction(() -> {
            userStore.hold(owner.id());
            if (!store.existsForWriter(caller.credentialId())) {
                throw new ProblemException(ProblemType.NOT_SIGNED_IN, "The session has just ended.", "Sign in again.");
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

    void delete(Caller caller, String id) {
        Deed.present()
                .object("token", id, null)
                .before(() -> store.find(id)
                        .filter(token -> token.user().id().equals(caller.userId()))
                        .map(Tokens::token)
                        .orElse(null));
        database.inTransaction(() -> {
            if (!store.delete(id, caller.userId(), Kind.TOKEN)) {
                throw ProblemException.notFound("token", id);
            }
        });
        revocations.publish(List.of(id), caller.userId());
    }

    private static Token token(Credential credential) {
        return new Token(
                credential.id(),
                credential.name(),
                credential.createdAt(),
                credential.expiresAt(),
                credential.lastUsedAt());
    }
}
