package io.pando.access;

import io.pando.api.EnrolSecondFactor;
import io.pando.api.Fault;
import io.pando.api.OneTimeCode;
import io.pando.api.ProblemType;
import io.pando.api.RecoveryCodes;
import io.pando.api.SecondFactor;
import io.pando.api.SecondFactorEnrolment;
import io.pando.api.User;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import io.pando.secret.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** One-time codes as a second factor besides the password. Thread-safe. */
@Service
final class SecondFactors {
    private static final int RECOVERY_CODES = 10;

    private final SecondFactorStore store;
    private final UserStore users;
    private final PasswordHasher passwords;
    private final SignInLimits limits;
    private final CodeLimits codeLimits;
    private final Secrets secrets;
    private final Database database;
    private final String instance;
    private final Clock clock;

    SecondFactors(
            SecondFactorStore store,
            UserStore users,
            PasswordHasher passwords,
            SignInLimits limits,
            CodeLimits codeLimits,
            Secrets secrets,
            Database database,
            PandoProperties properties,
            Clock clock) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.limits = limits;
        this.codeLimits = codeLimits;
        this.secrets = secrets;
        this.database = database;
        this.instance = properties.instance();
        this.clock = clock;
    }

    /** Whether the account's password is not enough. */
    boolean enabled(String userId) {
        return store.find(userId).filter(factor -> factor.confirmedAt() != null).isPresent();
    }

    SecondFactor show(Caller caller) {
        return shown(caller.userId());
    }

    private SecondFactor shown(String userId) {
        return store.find(userId)
                .filter(factor -> factor.confirmedAt() != null)
                .map(factor -> new SecondFactor(true, factor.confirmedAt(), store.recoveryCodes(userId)))
                .orElse(new SecondFactor(false, null, 0));
    }

    /** Makes a secret; nothing changes for signing in before {@link #confirm}. */
    SecondFactorEnrolment enrol(Caller caller, EnrolSecondFactor request, String address) {
        SignInLimits.Attempt attempt = limits.begin(address, caller.name());
        UserStore.Kept account = users.findByName(caller.name()).orElseThrow();
        tell(account.user());
        if (request.password().length() > Users.LONGEST_PASSWORD
                || !passwords.matches(request.password(), account.passwordHash())) {
            throw ProblemException.invalid(List.of(
                    new Fault("password", "The password is wrong.", "Give the password of this account once more.")));
        }
        attempt.succeeded();
        byte[] secret = secrets.randomBytes(OneTimeCodes.SECRET_BYTES);
        String kept = secrets.seal(Base64.getEncoder().encodeToString(secret));
        database.inTransaction(() -> {
            if (!store.begin(caller.userId(), kept, clock.instant())) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE,
                        "One-time codes are set up already.",
                        "Turn them off first, with a code.");
            }
        });
        String text = OneTimeCodes.base32(secret);
        String label = "Pando " + instance;
        String uri = "otpauth://totp/%s:%s?secret=%s&issuer=%s&digits=%d&period=30"
                .formatted(encoded(label), encoded(caller.name()), text, encoded(label), OneTimeCodes.DIGITS);
        return new SecondFactorEnrolment(text, uri);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Puts one-time codes into force; whoever shows a code has the secret in his app. */
    RecoveryCodes confirm(Caller caller, OneTimeCode code) {
        Runnable forgive = codeLimits.begin(caller.userId());
        SecondFactorStore.Factor factor = store.find(caller.userId())
                .filter(begun -> begun.confirmedAt() == null)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.WRONG_STATE,
                        "There is nothing to confirm.",
                        "Begin to set up one-time codes first."));
        OptionalLong period = match(factor, digits(code.code()));
        if (period.isEmpty()) {
            throw wrong();
        }
        tell(caller);
        List<String> codes = newCodes();
        database.inTransaction(() -> {
            if (!store.use(caller.userId(), period.getAsLong()) || !store.confirm(caller.userId(), now())) {
                throw wrong();
            }
            store.replaceRecoveryCodes(caller.userId(), fingerprints(codes));
            Deed.present()
                    .before(() -> new SecondFactor(false, null, 0))
                    .after(new SecondFactor(true, now(), codes.size()));
        });
        forgive.run();
        return new RecoveryCodes(codes);
    }

    /** Makes new recovery codes; the old ones end. */
    RecoveryCodes renew(Caller caller, OneTimeCode code) {
        tell(caller);
        List<String> codes = newCodes();
        require(caller, code);
        database.inTransaction(() -> store.replaceRecoveryCodes(caller.userId(), fingerprints(codes)));
        return new RecoveryCodes(codes);
    }

    /** Turns one-time codes off, with a code. */
    void disable(Caller caller, OneTimeCode code) {
        tell(caller);
        require(caller, code);
        database.inTransaction(() -> store.delete(caller.userId()));
    }

    /** Turns somebody's one-time codes off who has lost the app and the recovery codes. */
    void reset(String userId) {
        User user = users.findPresent(userId)
                .filter(found -> found.id().equals(userId))
                .orElseThrow(() -> ProblemException.notFound("account", userId));
        tell(user);
        Deed.present().before(() -> shown(userId)).after(new SecondFactor(false, null, 0));
        database.inTransaction(() -> {
            if (!store.delete(userId)) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE,
                        "%s has no second factor.".formatted(user.name()),
                        "Nothing is to be done.");
            }
        });
    }

    private void require(Caller caller, OneTimeCode code) {
        if (!enabled(caller.userId())) {
            throw new ProblemException(ProblemType.WRONG_STATE, "One-time codes are not set up.", "Set them up first.");
        }
        if (!accepts(caller.userId(), code.code())) {
            throw wrong();
        }
    }

    /**
     * Whether a code is right, and uses it up.
     *
     * @throws ProblemException too many requests, when too many were wrong
     */
    boolean accepts(String userId, String code) {
        Runnable forgive = codeLimits.begin(userId);
        SecondFactorStore.Factor factor = store.find(userId).orElse(null);
        if (factor == null || factor.confirmedAt() == null) {
            return false;
        }
        OptionalLong period = match(factor, digits(code));
        boolean right = period.isPresent()
                ? store.use(userId, period.getAsLong())
                : store.useRecoveryCode(userId, fingerprint(code));
        if (right) {
            forgive.run();
        }
        return right;
    }

    private OptionalLong match(SecondFactorStore.Factor factor, String digits) {
        byte[] secret = Base64.getDecoder().decode(secrets.open(factor.secret()));
        return OneTimeCodes.match(secret, digits, clock.instant(), factor.lastPeriod());
    }

    private static String digits(String code) {
        return code.replaceAll("[\\s-]", "");
    }

    private List<String> newCodes() {
        return Stream.generate(Secret::forRecovery).limit(RECOVERY_CODES).toList();
    }

    private List<String> fingerprints(List<String> codes) {
        return codes.stream().map(this::fingerprint).toList();
    }

    private String fingerprint(String code) {
        return secrets.fingerprint("recovery code " + digits(code).toLowerCase(Locale.ROOT));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void tell(User user) {
        Deed.present().object("user", user.id(), user.name());
    }

    private static void tell(Caller caller) {
        Deed.present().object("user", caller.userId(), caller.name());
    }

    private static ProblemException wrong() {
        return ProblemException.invalid(List.of(new Fault(
                "code",
                "The code is wrong, or was used already.",
                "Wait for the next code of the app. Check that the clock of the phone is right.")));
    }
}
