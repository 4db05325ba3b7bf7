package io.pando.access;

import io.pando.access.CredentialStore.Credential;
import io.pando.access.CredentialStore.Kind;
import io.pando.api.Credentials;
import io.pando.api.ProblemType;
import io.pando.api.Session;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Signing in and out. */
@Service
final class Sessions {
    /** How long an ended credential is remembered, so that its holder learns that it has expired. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final CredentialStore store;
    private final UserStore users;
    private final PasswordHasher passwords;
    private final SignInLimits limits;
    private final Revocations revocations;
    private final Database database;
    private final Duration lifetime;
    private final Clock clock;

    Sessions(
            CredentialStore store,
            UserStore users,
            PasswordHasher passwords,
            SignInLimits limits,
            Revocations revocations,
            Database database,
            PandoProperties properties,
            Clock clock) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.limits = limits;
        this.revocations = revocations;
        this.database = database;
        this.lifetime = properties.access().sessionLifetime();
        this.clock = clock;
    }

    /**
     * Signs in.
     *
     * @param address where the request came from
     * @param replaced the caller whose session the browser had until now; null for none
     */
    SignedIn signIn(Credentials credentials, String address, @Nullable Caller replaced) {
        SignInLimits.Attempt attempt = limits.begin(address, credentials.name());
        UserStore.Kept account = users.findByName(credentials.name()).orElse(null);
        boolean possible = credentials.password().length() <= Users.LONGEST_PASSWORD;
        boolean right = passwords.matches(
                possible ? credentials.password() : "",
                account == null ? null : account.passwordHash(),
                attempt.guess());
        if (!right || account == null) {
            attempt.failed();
            throw wrong();
        }
        if (account.user().disabled()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "The account is disabled.", "Ask an administrator to enable it.");
        }
        String secret = Secret.forSession();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Credential session = new Credential(
                UUID.randomUUID().toString(), Kind.SESSION, "", account.user(), now, now, now.plus(lifetime));
        boolean kept = database.inTransaction(() -> {
            // The password may have been changed while this one was being compared; that ended all sessions, so this
            // one too.
            if (!users.holdPassword(account.user().id(), account.passwordHash())) {
                return false;
            }
            store.deleteExpiredBefore(now.minus(REMEMBERED));
            store.insert(session, Secret.hash(secret));
            return true;
        });
        if (!kept) {
            throw wrong();
        }
        attempt.succeeded();
        if (replaced != null) {
            end(replaced, Kind.SESSION);
        }
        return new SignedIn(new Session(session.user(), session.expiresAt()), secret);
    }

    Session session(Caller caller) {
        return store.find(caller.credentialId())
                .map(credential -> new Session(credential.user(), credential.expiresAt()))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_SIGNED_IN, "The session has just ended.", "Sign in again."));
    }

    /** Ends what the caller signed in with. */
    void signOut(Caller caller) {
        end(caller, Kind.SESSION);
        revocations.publish(store.deleteToken(caller.credentialId(), caller.userId()), caller.userId());
    }

    private void end(Caller caller, Kind kind) {
        if (store.delete(caller.credentialId(), caller.userId(), kind)) {
            revocations.publish(List.of(caller.credentialId()), caller.userId());
        }
    }

    private static ProblemException wrong() {
        return new ProblemException(
                ProblemType.WRONG_CREDENTIALS,
                "The name or the password is wrong.",
                "Check both; names are lower case. An administrator can set a new password.");
    }

    /**
     * A session that has begun.
     *
     * @param secret for the cookie
     */
    record SignedIn(Session session, String secret) {
        @Override
        public String toString() {
            return "SignedIn[session=" + session + "]";
        }
    }
}
