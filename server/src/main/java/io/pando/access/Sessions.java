package io.pando.access;

import io.pando.access.CredentialStore.Kind;
import io.pando.access.SessionBeginning.SignedIn;
import io.pando.api.ActiveSession;
import io.pando.api.Credentials;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.Session;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Signing in and out. */
@Service
final class Sessions {
    /** How long somebody who gave the right password may take to give a code. */
    static final Duration HALF_LIFETIME = Duration.ofMinutes(5);

    private static final int ATTEMPTS = 5;

    private final CredentialStore store;
    private final SessionStore sessions;
    private final SessionBeginning beginning;
    private final UserStore users;
    private final PasswordHasher passwords;
    private final SecondFactors factors;
    private final SignInLimits limits;
    private final Revocations revocations;
    private final ProjectMakers makers;
    private final Database database;
    private final Clock clock;

    Sessions(
            CredentialStore store,
            SessionStore sessions,
            SessionBeginning beginning,
            UserStore users,
            PasswordHasher passwords,
            SecondFactors factors,
            SignInLimits limits,
            Revocations revocations,
            ProjectMakers makers,
            Database database,
            Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.beginning = beginning;
        this.users = users;
        this.passwords = passwords;
        this.factors = factors;
        this.limits = limits;
        this.revocations = revocations;
        this.makers = makers;
        this.database = database;
        this.clock = clock;
    }

    /** What comes of the right name and password. */
    sealed interface Entered {
        /** A session has begun. */
        record Whole(SignedIn signedIn) implements Entered {}

        /**
         * A one-time code is to follow.
         *
         * @param secret for the cookie
         */
        record Half(String secret) implements Entered {
            @Override
            public String toString() {
                return "Half[]";
            }
        }
    }

    /**
     * Signs in.
     *
     * @param replaced the caller whose session the browser had until now; null for none
     */
    Entered signIn(Credentials credentials, SessionOrigin origin, @Nullable Caller replaced) {
        SignInLimits.Attempt attempt = limits.begin(origin.address(), credentials.name());
        UserStore.Kept account = users.findByName(credentials.name()).orElse(null);
        if (account != null) {
            Deed.present().object("user", account.user().id(), account.user().name());
        } else {
            // It may be a password that went into the wrong field.
            Deed.present().asked(null);
        }
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
            throw SessionBeginning.disabled();
        }
        if (factors.enabled(account.user().id())) {
            attempt.succeeded();
            return half(account);
        }
        SignedIn signedIn = begin(account.user(), account.passwordHash(), origin, replaced);
        attempt.succeeded();
        return new Entered.Whole(signedIn);
    }

    private Entered half(UserStore.Kept account) {
        String secret = Secret.forSession();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // Without a transaction: nobody is signed in yet, so the audit record is not to say so.
        sessions.deleteExpiredHalves(now);
        sessions.insertHalf(
                Secret.hash(secret),
                new SessionStore.Half(account.user().id(), account.passwordHash()),
                now.plus(HALF_LIFETIME));
        return new Entered.Half(secret);
    }

    /**
     * Goes on after the password, with a one-time or recovery code.
     *
     * @param secret that {@link Entered.Half} gave
     */
    SignedIn signIn(String secret, String code, SessionOrigin origin, @Nullable Caller replaced) {
        byte[] hash = Secret.hash(secret);
        SessionStore.Half half = sessions.tryHalf(hash, ATTEMPTS, clock.instant())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_SIGNED_IN,
                        "There is no sign-in under way that waits for a code.",
                        "Sign in with name and password again."));
        User user = users.findPresent(half.userId()).orElseThrow(Sessions::wrong);
        Deed.present().object("user", user.id(), user.name());
        if (!factors.accepts(user.id(), code)) {
            throw new ProblemException(
                    ProblemType.WRONG_CODE,
                    "The code is wrong, or was used already.",
                    "Wait for the next code of the app, or use a recovery code. Check that the clock of the phone is right.");
        }
        if (!sessions.deleteHalf(hash)) {
            throw wrong();
        }
        return begin(user, half.passwordHash(), origin, replaced);
    }

    private SignedIn begin(User user, String passwordHash, SessionOrigin origin, @Nullable Caller replaced) {
        // The password may have been changed while this one was being compared; that ended all sessions, so this one
        // too.
        return beginning.begin(
                user,
                origin,
                null,
                () -> {
                    if (!users.holdPassword(user.id(), passwordHash)) {
                        throw wrong();
                    }
                },
                replaced);
    }

    Session session(Caller caller) {
        return database.reading(() -> store.find(caller.credentialId())
                        .map(credential -> new Session(
                                credential.user(),
                                credential.expiresAt(),
                                sessions.provider(credential.id()).orElse(null),
                                makers.include(caller))))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_SIGNED_IN, "The session has just ended.", "Sign in again."));
    }

    /** One's own that have not ended. */
    Page<ActiveSession> list(Caller caller, Paging paging) {
        Instant now = clock.instant();
        return paging.page(
                sessions.list(caller.userId(), caller.credentialId(), now, paging),
                sessions.count(caller.userId(), now));
    }

    /** Ends what the caller signed in with. */
    void signOut(Caller caller) {
        Deed.present().object("user", caller.userId(), caller.name());
        List<String> ended = database.inTransaction(() -> {
            List<String> those = store.deleteToken(caller.credentialId(), caller.userId());
            return those.isEmpty() && store.delete(caller.credentialId(), caller.userId(), Kind.SESSION)
                    ? List.of(caller.credentialId())
                    : those;
        });
        revocations.publish(ended, caller.userId());
    }

    /** Ends one of one's sessions. */
    void end(Caller caller, String id) {
        Deed.present().object("session", id, null);
        database.inTransaction(() -> {
            if (!store.delete(id, caller.userId(), Kind.SESSION)) {
                throw ProblemException.notFound("session", id);
            }
        });
        revocations.publish(List.of(id), caller.userId());
    }

    /**
     * Ends all of one's sessions, the present one too.
     *
     * @param tokens whether to end API tokens as well
     */
    void endAll(Caller caller, boolean tokens) {
        end(caller.userId(), caller.name(), tokens);
    }

    /** Ends all sessions and tokens of somebody's account. */
    void endAllOf(String userId) {
        User user = users.findPresent(userId)
                .filter(found -> found.id().equals(userId))
                .orElseThrow(() -> ProblemException.notFound("account", userId));
        end(user.id(), user.name(), true);
    }

    private void end(String userId, String name, boolean tokens) {
        Deed.present().object("user", userId, name);
        List<String> ended =
                database.inTransaction(() -> tokens ? store.deleteAllOf(userId) : sessions.deleteSessionsOf(userId));
        revocations.publish(ended, userId);
    }

    private static ProblemException wrong() {
        return new ProblemException(
                ProblemType.WRONG_CREDENTIALS,
                "The name or the password is wrong.",
                "Check both; names are lower case. An administrator can set a new password.");
    }
}
