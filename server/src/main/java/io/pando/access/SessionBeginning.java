package io.pando.access;

import io.pando.access.CredentialStore.Credential;
import io.pando.access.CredentialStore.Kind;
import io.pando.api.ProblemType;
import io.pando.api.Session;
import io.pando.api.User;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Begins a session for somebody who has proved who he is, in whatever way. */
@Component
final class SessionBeginning {
    /** How long an ended credential is remembered, so that its holder learns that it has expired. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final CredentialStore store;
    private final SessionStore sessions;
    private final UserStore users;
    private final Revocations revocations;
    private final ProjectMakers makers;
    private final Database database;
    private final Duration lifetime;
    private final Clock clock;

    SessionBeginning(
            CredentialStore store,
            SessionStore sessions,
            UserStore users,
            Revocations revocations,
            ProjectMakers makers,
            Database database,
            PandoProperties properties,
            Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.users = users;
        this.revocations = revocations;
        this.makers = makers;
        this.database = database;
        this.lifetime = properties.access().sessionLifetime();
        this.clock = clock;
    }

    /**
     * Begins a session.
     *
     * @param provider the OpenID provider that knows the person; null for none
     * @param check asked within the transaction: throws when the proof no longer holds, else keeps it so until the transaction ends
     * @param replaced the caller whose session the browser had until now; null for none
     */
    SignedIn begin(
            User user, SessionOrigin origin, @Nullable String provider, Runnable check, @Nullable Caller replaced) {
        String secret = Secret.forSession();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Credential session =
                new Credential(UUID.randomUUID().toString(), Kind.SESSION, "", user, now, now, now.plus(lifetime));
        boolean ended = database.inTransaction(() -> {
            users.hold(user.id());
            if (users.findPresent(user.id()).filter(found -> !found.disabled()).isEmpty()) {
                throw disabled();
            }
            check.run();
            store.deleteExpiredBefore(now.minus(REMEMBERED));
            store.insert(session, Secret.hash(secret));
            sessions.insert(session.id(), origin, provider);
            Deed.present().object("user", user.id(), user.name()).by(session.author());
            return replaced != null && store.delete(replaced.credentialId(), replaced.userId(), Kind.SESSION);
        });
        if (ended && replaced != null) {
            revocations.publish(List.of(replaced.credentialId()), replaced.userId());
        }
        Caller caller = new Caller(user.id(), user.name(), user.role(), session.id());
        return new SignedIn(new Session(user, session.expiresAt(), provider, makers.include(caller)), secret);
    }

    /** To be told only to somebody who has proved who he is. */
    static ProblemException disabled() {
        return new ProblemException(
                ProblemType.FORBIDDEN, "The account is disabled.", "Ask an administrator to enable it.");
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
