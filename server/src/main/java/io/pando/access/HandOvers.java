package io.pando.access;

import io.pando.api.CreateHandOver;
import io.pando.api.CreateToken;
import io.pando.api.CreatedHandOver;
import io.pando.api.CreatedToken;
import io.pando.api.Fault;
import io.pando.api.HandOver;
import io.pando.api.ProblemType;
import io.pando.api.RedeemHandOver;
import io.pando.api.RedeemedHandOver;
import io.pando.api.User;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Service;

/**
 * Signs a computer in that has no browser, after somebody who is signed in in one has agreed: the way of RFC 8628, with an API token at its
 * end. So people sign in to the command line in whatever way the page lets them in.
 */
@Service
final class HandOvers {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int INTERVAL_SECONDS = 2;
    /** Strangers can ask; this bounds what they leave in the database. */
    private static final long MOST = 1_000;

    private static final int LONGEST_NAME = 64;

    private final HandOverStore store;
    private final UserStore users;
    private final CredentialStore credentials;
    private final Tokens tokens;
    private final Database database;
    private final Clock clock;

    HandOvers(
            HandOverStore store,
            UserStore users,
            CredentialStore credentials,
            Tokens tokens,
            Database database,
            Clock clock) {
        this.store = store;
        this.users = users;
        this.credentials = credentials;
        this.tokens = tokens;
        this.database = database;
        this.clock = clock;
    }

    /** Notes that a computer asks. */
    CreatedHandOver create(CreateHandOver request, String address) {
        String computer = request.computer().strip();
        if (computer.isEmpty()
                || computer.length() > LONGEST_NAME
                || computer.codePoints().anyMatch(Users::invisible)) {
            throw ProblemException.invalid(List.of(new Fault(
                    "computer",
                    "The name is empty, too long or has characters that cannot be seen.",
                    "Use 1 to 64 characters.")));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String secret = Secret.forSession();
        Deed.present().object("computer", "", computer);
        HandOver asked = database.inTransaction(() -> {
            store.deleteExpired(now);
            if (store.count() >= MOST) {
                throw ProblemException.tooManyRequests(
                        "Too many computers ask to be signed in just now.", Duration.ofMinutes(1), null);
            }
            HandOver made;
            do {
                made = new HandOver(Secret.forComparison(), computer, address, now, now.plus(PATIENCE));
            } while (!store.insert(Secret.hash(secret), made));
            return made;
        });
        return new CreatedHandOver(
                asked.code(), secret, "/connect?code=" + asked.code(), asked.expiresAt(), INTERVAL_SECONDS);
    }

    /** What a signed-in person looks at before agreeing. */
    HandOver find(String code) {
        return store.find(normal(code), clock.instant()).orElseThrow(() -> absent(code));
    }

    /** Agrees: the computer gets a token of the caller's. */
    void approve(Caller caller, String code) {
        HandOver asked = find(code);
        Deed.present().object("computer", asked.code(), asked.computer()).after(asked);
        database.inTransaction(() -> {
            if (!store.approve(asked.code(), caller, clock.instant())) {
                throw absent(code);
            }
        });
    }

    /** Asks whether somebody has agreed; gives the token, once. */
    RedeemedHandOver redeem(RedeemHandOver request) {
        byte[] hash = Secret.hash(request.secret());
        HandOverStore.Asked asked = store.ask(hash, clock.instant())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "Nothing waits under this secret: it has expired, or was used.",
                        "Ask anew."));
        String userId = asked.userId();
        String credentialId = asked.credentialId();
        if (userId == null || credentialId == null) {
            Deed.present().looking();
            return new RedeemedHandOver(null, null);
        }
        User user = users.find(userId).orElseThrow();
        CreatedToken token = database.inTransaction(() -> {
            if (!store.delete(hash)) {
                throw new ProblemException(ProblemType.BUSY, "It is being used just now.", "Ask anew.");
            }
            // It reaches as far as what it was approved with, and not at all when that has been taken back.
            CredentialStore.Credential approval = credentials
                    .find(credentialId)
                    .filter(found -> found.user().id().equals(user.id()))
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.NOT_SIGNED_IN, "Whoever agreed has signed out since.", "Ask anew."));
            Deed.present().by(approval.author());
            return tokens.create(approval.caller(), new CreateToken(asked.computer(), request.lifetimeSeconds()));
        });
        return new RedeemedHandOver(user, token);
    }

    private static String normal(String code) {
        String plain = code.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        return plain.length() == 8 ? plain.substring(0, 4) + "-" + plain.substring(4) : plain;
    }

    private static ProblemException absent(String code) {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "No computer waits with the code %s.".formatted(code.length() > 16 ? "…" : code),
                "It waits for ten minutes. Compare the code with what the computer shows, or begin anew there.");
    }
}
