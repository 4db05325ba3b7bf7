package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.pando.api.CreateProject;
import io.pando.api.ProblemType;
import io.pando.api.Role;
import io.pando.api.Session;
import io.pando.api.SignInProvider;
import io.pando.api.UpdateUser;
import io.pando.web.EdgeTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Signing in at a real OpenID provider, and refusing what a hostile one makes up. */
class OpenIdSignInTest extends EdgeTest {
    private static final RSAKey KEY = key("evil");
    private static final RealProvider REAL = RealProvider.start();
    private static final HostileProvider HOSTILE = new HostileProvider(KEY);

    @DynamicPropertySource
    static void providers(DynamicPropertyRegistry registry) {
        registry.add("pando.access.oidc.corp.issuer", REAL::issuer);
        registry.add("pando.access.oidc.corp.client-id", () -> RealProvider.CLIENT);
        registry.add("pando.access.oidc.corp.client-secret", () -> RealProvider.CLIENT_SECRET);
        registry.add("pando.access.oidc.corp.label", () -> "The company");
        registry.add("pando.access.oidc.corp.create-accounts", () -> true);
        registry.add("pando.access.oidc.corp.administrator-groups", () -> "operators");
        registry.add("pando.access.oidc.evil.issuer", HOSTILE::issuer);
        registry.add("pando.access.oidc.evil.client-id", () -> "pando");
        registry.add(
                "pando.access.oidc.evil.client-secret", () -> "a secret that is long enough for HMAC with SHA-256");
        registry.add("pando.access.oidc.evil.create-accounts", () -> true);
        registry.add("pando.access.oidc.evil.groups.staff", () -> "lab/member");
        registry.add("pando.access.oidc.evil.groups.heads", () -> "lab/owner");
        registry.add("pando.access.oidc.corp.groups.developers", () -> "workshop/member");
        registry.add("pando.access.oidc.closed.issuer", HOSTILE::issuer);
        registry.add("pando.access.oidc.closed.client-id", () -> "pando");
        registry.add("pando.access.oidc.closed.client-secret", () -> "x");
    }

    @AfterAll
    static void stop() {
        HOSTILE.stop();
        REAL.stop();
    }

    // --- a real provider

    @Test
    void offersTheProvidersOfTheConfiguration() {
        SignInProvider[] offered =
                json.readValue(send(request("/api/v1/sign-in")).body(), SignInProvider[].class);
        assertThat(offered)
                .contains(new SignInProvider("corp", "The company", "/api/v1/sign-in/corp"))
                .extracting(SignInProvider::name)
                .containsExactly("closed", "corp", "evil");
    }

    @Test
    void signsInAndMakesAnAccountTheFirstTime() {
        Visitor visitor = new Visitor();
        Session first = visitor.signInAs("ada");
        assertThat(first.user().displayName()).isEqualTo("Ada Lovelace");
        assertThat(first.user().name()).startsWith("ada");
        assertThat(first.user().role()).as("ada belongs to the operators").isEqualTo(Role.ADMINISTRATOR);
        assertThat(first.provider()).isEqualTo("corp");
        assertThat(new Visitor().signInAs("ada").user()).as("the second time").isEqualTo(first.user());
        Session bob = new Visitor().signInAs("bob");
        assertThat(bob.user().id()).isNotEqualTo(first.user().id());
        assertThat(bob.user().role()).isEqualTo(Role.MEMBER);
    }

    /** The provider says that bob is called admin@corp.example; the account admin is somebody else's. */
    @Test
    void neverTakesAnAccountThatHasTheNameOrTheAddress() {
        Session bob = new Visitor().signInAs("bob");
        assertThat(bob.user().name()).isNotEqualTo("admin");
        Person taken = person();
        assertThat(ExternalAccounts.name(taken.user().name() + "@corp.example"))
                .isEqualTo(taken.user().name());
        Visitor visitor = new Visitor();
        Session session = visitor.endAt(
                "evil",
                visitor.begin("evil"),
                claims -> claims.claim("preferred_username", taken.user().name()));
        assertThat(session.user().id()).isNotEqualTo(taken.user().id());
        assertThat(session.user().name()).isEqualTo(taken.user().name() + "-2");
    }

    @Test
    void asksWithCodeProofStateAndNonce() {
        Map<String, String> asked = parameters(new Visitor().begin("corp"));
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "pando")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry(
                        "redirect_uri", uri("/api/v1/sign-in/corp/callback").toString());
        assertThat(asked.get("scope")).contains("openid");
        assertThat(asked.get("code_challenge")).hasSize(43);
        assertThat(asked.get("state")).hasSize(43);
        assertThat(asked.get("nonce")).hasSize(43);
        assertThat(parameters(new Visitor().begin("corp")).get("state")).isNotEqualTo(asked.get("state"));
    }

    @Test
    void refusesAnAnswerThatWasUsed() {
        Visitor visitor = new Visitor();
        URI callback = visitor.untilCallback("ada");
        List<HttpCookie> remembered = visitor.cookies();
        assertThat(visitor.get(callback).statusCode()).isEqualTo(302);
        Visitor replaying = new Visitor();
        remembered.forEach(replaying::add);
        refused(replaying.get(callback), ProblemType.PROVIDER_REFUSED, "used already");
    }

    /** A provider must refuse a code that was used, whoever brings it. */
    @Test
    void refusesACodeThatWasUsedInAnotherSignIn() {
        Visitor visitor = new Visitor();
        URI callback = visitor.untilCallback("ada");
        assertThat(visitor.get(callback).statusCode()).isEqualTo(302);
        Visitor other = new Visitor();
        String state = parameters(other.begin("corp")).get("state");
        refused(
                other.get(uri("/api/v1/sign-in/corp/callback?code="
                        + encoded(Objects.requireNonNull(parameters(callback).get("code"))) + "&state=" + state)),
                ProblemType.PROVIDER_REFUSED,
                "does not prove");
    }

    /** Somebody is led to the end of a sign-in that somebody else began: he would be signed in as the other. */
    @Test
    void refusesAnAnswerInABrowserThatDidNotBegin() {
        URI callback = new Visitor().untilCallback("ada");
        refused(new Visitor().get(callback), ProblemType.PROVIDER_REFUSED, "has not begun");
        Visitor began = new Visitor();
        began.begin("corp");
        refused(began.get(callback), ProblemType.PROVIDER_REFUSED, "does not belong");
    }

    @Test
    void refusesWhatTheProviderRefused() {
        Visitor visitor = new Visitor();
        String state = parameters(visitor.begin("corp")).get("state");
        refused(
                visitor.get(
                        uri("/api/v1/sign-in/corp/callback?error=access_denied&error_description=%3Cscript%3E&state="
                                + state)),
                ProblemType.PROVIDER_REFUSED,
                "did not let you in");
    }

    @Test
    void goesBackToItsOwnPageOnly() {
        for (String back :
                List.of("//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", "machines")) {
            Visitor visitor = new Visitor();
            URI begun = visitor.begin("evil?back=" + encoded(back));
            assertThat(visitor.end("evil", begun, signedFor(begun, claims -> claims))
                            .headers()
                            .firstValue("Location"))
                    .as(back)
                    .hasValue("/");
        }
        Visitor visitor = new Visitor();
        URI begun = visitor.begin("evil?back=" + encoded("/machines/1?tab=console"));
        assertThat(visitor.end("evil", begun, signedFor(begun, claims -> claims))
                        .headers()
                        .firstValue("Location"))
                .hasValue("/machines/1?tab=console");
    }

    @Test
    void saysThatThereIsNoSuchProvider() {
        refused(new Visitor().get(uri("/api/v1/sign-in/nobody")), ProblemType.NOT_FOUND, "no sign-in provider");
    }

    // --- a hostile one

    @Test
    void acceptsAProperTokenOfTheOtherProvider() {
        Visitor visitor = new Visitor();
        URI begun = visitor.begin("evil");
        assertThat(visitor.end("evil", begun, signedFor(begun, claims -> claims))
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void refusesTokensWithWrongClaims() {
        Instant now = Instant.now();
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> bad = Map.of(
                "another nonce", claims -> claims.claim("nonce", "another"),
                "no nonce", claims -> claims.claim("nonce", null),
                "another audience", claims -> claims.audience("another"),
                "several audiences without a party", claims -> claims.audience(List.of("pando", "another")),
                "another party",
                        claims -> claims.audience(List.of("pando", "another")).claim("azp", "another"),
                "expired", claims -> claims.expirationTime(Date.from(now.minusSeconds(600))),
                "without end", claims -> claims.expirationTime(null),
                "issued in the future", claims -> claims.issueTime(Date.from(now.plusSeconds(3_600))),
                "the issuer of another provider", claims -> claims.issuer(REAL.issuer()),
                "no subject", claims -> claims.subject(null));
        bad.forEach((what, change) -> {
            Visitor visitor = new Visitor();
            URI begun = visitor.begin("evil");
            HttpResponse<String> answer = visitor.end("evil", begun, signedFor(begun, change));
            assertThat(answer.statusCode()).as(what).isEqualTo(401);
            assertThat(visitor.signedIn()).as(what).isFalse();
        });
    }

    @Test
    void refusesTokensThatTheProviderDidNotSign() throws JOSEException {
        Visitor visitor = new Visitor();
        URI begun = visitor.begin("evil");
        JWTClaimsSet claims =
                claims("mallory").claim("nonce", parameters(begun).get("nonce")).build();
        JWSHeader hmac = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("evil").build();
        byte[] publicKey = KEY.toPublicJWK().toRSAPublicKey().getEncoded();
        Map<String, String> forged = Map.of(
                "alg none", new PlainJWT(claims).serialize(),
                "HMAC with the public key", signed(hmac, claims, new MACSigner(publicKey)),
                "HMAC with the client's secret",
                        signed(hmac, claims, new MACSigner("a secret that is long enough for HMAC with SHA-256")),
                "somebody else's key", signed(header("evil"), claims, new RSASSASigner(key("evil"))),
                "an unknown key", signed(header("other"), claims, new RSASSASigner(key("other"))),
                "another algorithm",
                        signed(
                                new JWSHeader.Builder(JWSAlgorithm.PS256)
                                        .keyID("evil")
                                        .build(),
                                claims,
                                new RSASSASigner(KEY)),
                "no token", "x");
        for (Map.Entry<String, String> each : forged.entrySet()) {
            Visitor one = new Visitor();
            URI its = one.begin("evil");
            HttpResponse<String> answer = one.end("evil", its, each.getValue());
            assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(401);
            assertThat(one.signedIn()).as(each.getKey()).isFalse();
        }
    }

    /** The answer of one provider is not taken at the address of the other (RFC 9207). */
    @Test
    void refusesAnAnswerThatComesFromAnotherProvider() {
        Visitor visitor = new Visitor();
        URI begun = visitor.begin("corp");
        String state = parameters(begun).get("state");
        refused(
                visitor.get(uri("/api/v1/sign-in/evil/callback?code=x&state=" + state)),
                ProblemType.PROVIDER_REFUSED,
                "does not belong");
        visitor.begin("corp");
        Visitor other = new Visitor();
        String its = parameters(other.begin("corp")).get("state");
        refused(
                other.get(
                        uri("/api/v1/sign-in/corp/callback?code=x&state=" + its + "&iss=" + encoded(HOSTILE.issuer()))),
                ProblemType.PROVIDER_REFUSED,
                "another provider");
    }

    @Test
    void belongsToTheProjectsOfItsGroups() {
        Browser administrator = administrator();
        for (String project : List.of("workshop", "lab")) {
            assertThat(administrator
                            .send("POST", "/api/v1/projects", new CreateProject(project, null, null))
                            .statusCode())
                    .isEqualTo(201);
        }
        Session ada = new Visitor().signInAs("ada");
        assertThat(administrator.get("/api/v1/projects/workshop/members").body())
                .contains(ada.user().id());

        String subject = UUID.randomUUID().toString();
        Session grace = signIn(subject, List.of("staff", "others"));
        assertThat(roles("lab")).containsEntry(grace.user().id(), "MEMBER");
        signIn(subject, List.of("heads", "staff"));
        assertThat(roles("lab")).containsEntry(grace.user().id(), "OWNER");
        signIn(subject, List.of());
        assertThat(roles("lab")).doesNotContainKey(grace.user().id());
        String record =
                administrator.get("/api/v1/audit?project=lab&action=member").body();
        JsonNode entries = json.readTree(record).path("items");
        assertThat(entries).hasSize(3);
        assertThat(entries.get(0).path("action").asString()).isEqualTo("member.remove");
        assertThat(entries.get(1).path("action").asString()).isEqualTo("member.set");
        assertThat(entries.get(1).path("objectId").asString())
                .isEqualTo(grace.user().id());
        assertThat(entries.get(1).path("asked").asString()).isEqualTo("{\"provider\":\"evil\"}");
        assertThat(entries.get(1).path("before").asString()).isEqualTo("{\"role\":\"MEMBER\"}");
        assertThat(entries.get(1).path("after").asString()).isEqualTo("{\"role\":\"OWNER\"}");
        assertThat(json.readTree(administrator
                                .get("/api/v1/audit?request="
                                        + entries.get(1).path("requestId").asString())
                                .body())
                        .path("items"))
                .extracting(entry -> entry.path("action").asString())
                .containsExactly("member.set", "session.signIn");
    }

    private Session signIn(String subject, List<String> groups) {
        Visitor visitor = new Visitor();
        return visitor.endAt(
                "evil", visitor.begin("evil"), claims -> claims.subject(subject).claim("groups", groups));
    }

    private Map<String, String> roles(String project) {
        return json.readTree(administrator()
                        .get("/api/v1/projects/" + project + "/members")
                        .body())
                .path("items")
                .valueStream()
                .collect(Collectors.toMap(
                        member -> member.at("/user/id").asString(),
                        member -> member.path("role").asString()));
    }

    @Test
    void doesNotLetInWhoIsDisabledAndNeverGivesADeletedAccountBack() {
        String subject = UUID.randomUUID().toString();
        Session before = signIn(subject, List.of());
        String account = "/api/v1/users/" + before.user().id();
        Browser administrator = administrator();
        assertThat(administrator
                        .send("PUT", account, new UpdateUser(null, null, true))
                        .statusCode())
                .isEqualTo(200);
        Visitor visitor = new Visitor();
        URI begun = visitor.begin("evil");
        refused(
                visitor.end("evil", begun, signedFor(begun, claims -> claims.subject(subject))),
                ProblemType.FORBIDDEN,
                "is disabled");
        assertThat(administrator.send("DELETE", account, null).statusCode()).isEqualTo(204);
        assertThat(signIn(subject, List.of()).user().id())
                .isNotEqualTo(before.user().id());
    }

    @Test
    void makesNoAccountWhereTheConfigurationDoesNotSaySo() {
        Visitor visitor = new Visitor();
        URI begun = visitor.begin("closed");
        refused(
                visitor.end("closed", begun, signedFor(begun, claims -> claims.subject("a stranger"))),
                ProblemType.FORBIDDEN,
                "no account for you");
    }

    @Test
    void givesAccountsNamesThatAreNames() {
        assertThat(Stream.of(
                                "Ada.Lovelace@corp.example",
                                "Ädä Œ",
                                "1234",
                                "",
                                "--x--",
                                "a".repeat(60),
                                "Иван",
                                "admin\u0000")
                        .map(ExternalAccounts::name))
                .containsExactly("ada-lovelace", "ada", "user", "user", "x", "a".repeat(28), "user", "admin");
        assertThat(ExternalAccounts.name(null)).isEqualTo("user");
    }

    private void refused(HttpResponse<String> answer, ProblemType type, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(type.status());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'");
        assertThat(answer.body()).contains(words).doesNotContain("<script");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("pando_session"));
    }

    // --- tokens

    private String signedFor(URI begun, UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(change.apply(claims(UUID.randomUUID().toString())
                .claim("nonce", parameters(begun).get("nonce"))));
    }

    private static JWTClaimsSet.Builder claims(String subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(HOSTILE.issuer())
                .subject(subject)
                .audience("pando")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        try {
            return signed(header("evil"), claims.build(), new RSASSASigner(KEY));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static JWSHeader header(String key) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key).build();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Map<String, String> parameters(URI address) {
        return Stream.of(address.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Somebody with a browser, which keeps cookies; each step of the way is taken by itself. */
    private final class Visitor {
        private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        private final HttpClient browser =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        HttpResponse<String> get(URI address) {
            return send(HttpRequest.newBuilder(address));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return browser.send(request.build(), BodyHandlers.ofString());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        List<HttpCookie> cookies() {
            return List.copyOf(cookies.getCookieStore().getCookies());
        }

        void add(HttpCookie cookie) {
            cookies.getCookieStore().add(uri("/"), cookie);
        }

        boolean signedIn() {
            return get(uri("/api/v1/session")).statusCode() == 200;
        }

        /** Where Pando sends the browser. */
        URI begin(String provider) {
            // What others were refused within the same minute would count.
            clock.advance(Duration.ofMinutes(1));
            HttpResponse<String> answer = get(uri("/api/v1/sign-in/" + provider));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
            return URI.create(answer.headers().firstValue("Location").orElseThrow());
        }

        /** Signs in at the real provider, up to the address that it sends the browser back to. */
        URI untilCallback(String name) {
            URI next = begin("corp");
            HttpResponse<String> answer = get(next);
            for (int step = 0; step < 10; step++) {
                if (answer.statusCode() == 302) {
                    next = next.resolve(answer.headers().firstValue("Location").orElseThrow());
                    if (next.getPort() == port) {
                        return next;
                    }
                    answer = get(next);
                } else {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    Matcher confirmation = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"")
                            .matcher(answer.body());
                    assertThat(confirmation.find()).as(answer.body()).isTrue();
                    answer = send(HttpRequest.newBuilder(next)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("username=" + name + "&password="
                                    + encoded(RealProvider.PASSWORD) + "&_csrf=" + encoded(confirmation.group(1)))));
                }
            }
            throw new IllegalStateException("The provider sends the browser around");
        }

        Session signInAs(String name) {
            HttpResponse<String> answer = get(untilCallback(name));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location")).hasValue("/");
            assertThat(answer.headers().allValues("Set-Cookie"))
                    .anyMatch(cookie -> cookie.startsWith("pando_session=")
                            && cookie.contains("HttpOnly")
                            && cookie.contains("SameSite=Strict"))
                    .anyMatch(cookie -> cookie.startsWith("pando_sign_in=;") && cookie.contains("Max-Age=0"));
            return json.readValue(get(uri("/api/v1/session")).body(), Session.class);
        }

        /** Comes back from the hostile provider, which gives this token. */
        HttpResponse<String> end(String provider, URI begun, String token) {
            HOSTILE.give(token);
            return get(uri("/api/v1/sign-in/" + provider + "/callback?code=x&state="
                    + parameters(begun).get("state")));
        }

        Session endAt(String provider, URI begun, UnaryOperator<JWTClaimsSet.Builder> change) {
            HttpResponse<String> answer = end(provider, begun, signedFor(begun, change));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
            return json.readValue(get(uri("/api/v1/session")).body(), Session.class);
        }
    }
}
