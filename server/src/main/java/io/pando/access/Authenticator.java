package io.pando.access;

import io.pando.access.CredentialStore.Credential;
import io.pando.access.CredentialStore.Kind;
import io.pando.configuration.PandoProperties;
import io.pando.event.Deed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out who asks by what a request carries. Thread-safe. */
@Component
public final class Authenticator {
    /** The use of a credential is noted at most this often: it would be a write for each read otherwise. */
    private static final Duration NOTE_EVERY = Duration.ofMinutes(1);

    private final CredentialStore store;
    private final Duration sessionLifetime;
    private final Clock clock;

    Authenticator(CredentialStore store, PandoProperties properties, Clock clock) {
        this.store = store;
        this.sessionLifetime = properties.access().sessionLifetime();
        this.clock = clock;
    }

    /**
     * The caller as of now, whose role and rights may have changed since; empty when what the caller signed in with no longer holds: it
     * has ended or was taken back, here or by another server at the same database. For connections that stay open; to be asked every few
     * seconds.
     */
    public Optional<Caller> present(Caller caller) {
        return store.find(caller.credentialId())
                .filter(credential -> credential.expiresAt().isAfter(clock.instant()))
                .filter(credential -> !credential.user().disabled())
                .map(Credential::caller);
    }

    Outcome authenticateSession(String secret) {
        return outcome(store.findBySecret(Kind.SESSION, Secret.hash(secret)));
    }

    Outcome authenticateToken(String secret) {
        if (!Secret.looksLikeToken(secret)) {
            return new Outcome.Unknown();
        }
        return outcome(store.findBySecret(Kind.TOKEN, Secret.hash(secret)));
    }

    private Outcome outcome(Optional<Credential> found) {
        if (found.isEmpty() || found.get().user().disabled()) {
            return new Outcome.Unknown();
        }
        Credential credential = found.get();
        Instant now = clock.instant();
        if (!credential.expiresAt().isAfter(now)) {
            return new Outcome.Expired(credential.kind(), credential.expiresAt());
        }
        note(credential, now);
        return new Outcome.Accepted(credential.caller(), credential.author());
    }

    private void note(Credential credential, Instant now) {
        Instant notedBefore = now.minus(NOTE_EVERY);
        Instant lastUsedAt = credential.lastUsedAt();
        if (lastUsedAt == null || !lastUsedAt.isAfter(notedBefore)) {
            Instant expiresAt = credential.kind() == Kind.SESSION ? now.plus(sessionLifetime) : credential.expiresAt();
            store.use(credential.id(), now, notedBefore, expiresAt);
        }
    }

    /** What a secret turned out to be. */
    sealed interface Outcome {
        record Accepted(Caller caller, Deed.Author author) implements Outcome {}

        record Expired(Kind kind, Instant at) implements Outcome {}

        record Unknown() implements Outcome {}
    }
}
