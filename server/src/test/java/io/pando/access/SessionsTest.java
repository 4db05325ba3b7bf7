package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.pando.access.Authenticator.Outcome;
import io.pando.access.SessionBeginning.SignedIn;
import io.pando.api.CreateToken;
import io.pando.api.CreateUser;
import io.pando.api.CreatedToken;
import io.pando.api.Credentials;
import io.pando.api.Role;
import io.pando.api.SetPassword;
import io.pando.api.User;
import io.pando.database.EachDatabase;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import io.pando.secret.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EachDatabase
class SessionsTest {
    private static final Caller ADMINISTRATOR = new Caller("root", "admin", Role.ADMINISTRATOR, "none");

    private static final SessionOrigin ORIGIN = new SessionOrigin("192.0.2.1", "a browser");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final List<Object> published = Collections.synchronizedList(new ArrayList<>());
    private final PasswordHasher hasher = new PasswordHasher();
    private final UserStore userStore;
    private final CredentialStore store;
    private final Authenticator authenticator;
    private final Users users;
    private final SecondFactors factors;
    private final Sessions sessions;
    private final Tokens tokens;

    SessionsTest(TestDatabase test) {
        userStore = new UserStore(test.database());
        store = new CredentialStore(test.database());
        Revocations revocations = new Revocations(published::add);
        authenticator = new Authenticator(store, test.properties(), clock);
        users = new Users(userStore, store, revocations, hasher, test.database(), clock);
        SignInLimits limits = new SignInLimits(clock);
        ProjectMakers makers = new ProjectMakers(test.properties());
        SessionStore sessionStore = new SessionStore(test.database());
        factors = new SecondFactors(
                new SecondFactorStore(test.database()),
                userStore,
                hasher,
                limits,
                new CodeLimits(clock),
                new Secrets(test.properties()),
                test.database(),
                test.properties(),
                clock);
        sessions = new Sessions(
                store,
                sessionStore,
                new SessionBeginning(
                        store, sessionStore, userStore, revocations, makers, test.database(), test.properties(), clock),
                userStore,
                hasher,
                factors,
                limits,
                revocations,
                makers,
                test.database(),
                clock);
        tokens = new Tokens(
                store,
                userStore,
                users,
                new ProjectAccess(new ProjectStore(test.database()), new MemberStore(test.database()), userStore),
                revocations,
                test.database(),
                clock);
    }

    @AfterEach
    void stop() {
        hasher.stop();
    }

    @Test
    void tellsOthersWhatEndedWithAPassword() {
        User ada = user("password one");
        Caller session = signIn(ada, "password one");
        CreatedToken token = tokens.create(session, new CreateToken("laptop", null));
        users.setPassword(ADMINISTRATOR, ada.id(), new SetPassword("password two"));
        assertThat(published)
                .containsExactlyInAnyOrder(
                        new CredentialRevoked(session.credentialId(), ada.id()),
                        new CredentialRevoked(token.token().id(), ada.id()));
        assertThat(authenticator.present(session)).isEmpty();
    }

    @Test
    void leavesNoSessionOrTokenWhenThePasswordChangesMeanwhile() throws Exception {
        for (int round = 0; round < 5; round++) {
            User ada = user("password one");
            Caller first = signIn(ada, "password one");
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> racing = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    racing.add(threads.submit(() -> orRefused(() -> signIn(ada, "password one"))));
                    racing.add(threads.submit(() -> orRefused(() -> tokens.create(first, new CreateToken("x", null)))));
                }
                racing.add(threads.submit(
                        () -> users.setPassword(ADMINISTRATOR, ada.id(), new SetPassword("password two"))));
                for (Future<?> each : racing) {
                    each.get();
                }
            }
            assertThat(store.count(ada.id(), CredentialStore.Kind.SESSION)).isZero();
            assertThat(store.count(ada.id(), CredentialStore.Kind.TOKEN)).isZero();
        }
    }

    private static void orRefused(Runnable work) {
        try {
            work.run();
        } catch (ProblemException refused) {
            assertThat(refused.type().status()).isEqualTo(401);
        }
    }

    @Test
    void keepsNeitherPasswordNorSecret() {
        User ada = user("password one");
        SignedIn signedIn = enter(ada, "password one");
        assertThat(signedIn.toString()).doesNotContain(signedIn.secret());
        String kept = userStore.findByName(ada.name()).orElseThrow().passwordHash();
        assertThat(kept).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("password one");
        assertThat(authenticator.authenticateSession(signedIn.secret())).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void tellsApartWhatExpiredAndWhatNeverWas() {
        User ada = user("password one");
        CreatedToken token = tokens.create(signIn(ada, "password one"), new CreateToken("laptop", 60L));
        assertThat(authenticator.authenticateToken(token.secret())).isInstanceOf(Outcome.Accepted.class);
        clock.advance(Duration.ofSeconds(60));
        assertThat(authenticator.authenticateToken(token.secret()))
                .isEqualTo(new Outcome.Expired(
                        CredentialStore.Kind.TOKEN, token.token().expiresAt()));
        assertThat(authenticator.authenticateToken(Secret.forToken())).isEqualTo(new Outcome.Unknown());
        assertThat(authenticator.authenticateToken("pando_")).isEqualTo(new Outcome.Unknown());
    }

    @Test
    void forgetsWhatEndedAMonthAgo() {
        User ada = user("password one");
        CreatedToken token = tokens.create(signIn(ada, "password one"), new CreateToken("laptop", 60L));
        clock.advance(Duration.ofDays(31));
        signIn(ada, "password one");
        assertThat(authenticator.authenticateToken(token.secret())).isEqualTo(new Outcome.Unknown());
    }

    @Test
    void refusesPasswordsThatNoAccountCanHaveWithoutComputingThem() {
        User ada = user("password one");
        assertThatThrownBy(() -> sessions.signIn(new Credentials(ada.name(), "x".repeat(1_000_000)), ORIGIN, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("wrong");
    }

    @Test
    void printsThePasswordOfTheFirstAdministratorOnce() {
        try (TestDatabase empty = TestDatabase.sqlite()) {
            Users none = new Users(
                    new UserStore(empty.database()),
                    new CredentialStore(empty.database()),
                    new Revocations(published::add),
                    hasher,
                    empty.database(),
                    clock);
            String first = start(none, empty);
            assertThat(first).containsPattern("name admin, password [a-zA-Z2-9]{20}");
            assertThat(start(none, empty)).isEmpty();
            assertThat(none.list(null, new Paging(10, 0)).items())
                    .extracting(User::name, User::role)
                    .containsExactly(tuple("admin", Role.ADMINISTRATOR));
        }
    }

    @Test
    void takesThePasswordOfTheFirstAdministratorFromTheConfigurationAndDoesNotPrintIt() {
        try (TestDatabase empty = TestDatabase.sqlite()) {
            UserStore store = new UserStore(empty.database());
            Users none = new Users(
                    store,
                    new CredentialStore(empty.database()),
                    new Revocations(published::add),
                    hasher,
                    empty.database(),
                    clock);
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            new FirstAdministrator(
                            none,
                            TestDatabase.properties(Map.of("pando.access.administrator-password", "from configuration"))
                                    .access(),
                            new PrintStream(output, true, StandardCharsets.UTF_8))
                    .afterSingletonsInstantiated();
            assertThat(output.size()).isZero();
            assertThat(hasher.matches(
                            "from configuration",
                            store.findByName("admin").orElseThrow().passwordHash()))
                    .isTrue();
        }
    }

    @Test
    void refusesToStartWithAPasswordThatIsTooShort() {
        assertThatThrownBy(() -> new FirstAdministrator(
                                users,
                                TestDatabase.properties(Map.of("pando.access.administrator-password", "short"))
                                        .access(),
                                System.out)
                        .afterSingletonsInstantiated())
                .hasMessageContaining("pando.access.administrator-password");
    }

    private static String start(Users users, TestDatabase database) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new FirstAdministrator(
                        users, database.properties().access(), new PrintStream(output, true, StandardCharsets.UTF_8))
                .afterSingletonsInstantiated();
        return output.toString(StandardCharsets.UTF_8);
    }

    private User user(String password) {
        String name = "a" + UUID.randomUUID().toString().substring(0, 13);
        return users.create(new CreateUser(name, null, password, null));
    }

    private SignedIn enter(User user, String password) {
        return ((Sessions.Entered.Whole) sessions.signIn(new Credentials(user.name(), password), ORIGIN, null))
                .signedIn();
    }

    private Caller signIn(User user, String password) {
        String secret = enter(user, password).secret();
        Outcome outcome = authenticator.authenticateSession(secret);
        // Another thread may have ended the session already.
        return outcome instanceof Outcome.Accepted accepted ? accepted.caller() : ADMINISTRATOR;
    }
}
