package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Credentials;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.api.Session;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest extends EdgeTest {

    @Test
    void signsInWithACookieThatScriptsCannotReadAndOtherSitesCannotSend() {
        Person person = person();
        HttpResponse<String> response = browser().trySignIn(person.user().name(), person.password());
        assertThat(response.statusCode()).isEqualTo(200);
        Session session = json.readValue(response.body(), Session.class);
        assertThat(session.user()).isEqualTo(person.user());
        assertThat(session.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(12)));
        assertThat(cookie(response, "pando_session"))
                .containsExactlyInAnyOrder("Path=/", "HttpOnly", "SameSite=Strict");
        assertThat(response.body()).doesNotContain(person.password());
    }

    @Test
    void keepsTheCookieToEncryptedConnectionsWhereThePageWasReachedByOne() {
        Person person = person();
        Browser browser = browser();
        browser.get("/api/v1/about");
        HttpResponse<String> response = browser.send(request("/api/v1/session")
                .header("Origin", "https://pando.example")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        json.writeValueAsString(new Credentials(person.user().name(), person.password())))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(cookie(response, "pando_session")).contains("Secure");
    }

    @Test
    void givesThePageATokenAgainstCrossSiteRequestsThatItCanRead() {
        HttpResponse<String> response = browser().get("/api/v1/about");
        assertThat(cookie(response, "XSRF-TOKEN")).containsExactlyInAnyOrder("Path=/", "SameSite=Strict");
    }

    /** Another request may be on its way, and repeats the token that it knows. */
    @Test
    void keepsThatTokenAsLongAsSomebodyIsSignedIn() {
        Browser browser = browser().signIn(person());
        assertThat(browser.get("/api/v1/about").headers().allValues("Set-Cookie"))
                .isEmpty();
        assertThat(browser.get("/api/v1/session").headers().allValues("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void saysTheSameOfAnUnknownNameAndOfAWrongPassword() {
        Person person = person();
        HttpResponse<String> wrong = browser().trySignIn(person.user().name(), "not the password");
        HttpResponse<String> unknown = browser().trySignIn("nobody-of-that-name", "not the password");
        problem(wrong, ProblemType.WRONG_CREDENTIALS);
        assertThat(withoutRequestId(unknown)).isEqualTo(withoutRequestId(wrong));
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void refusesAChangeWithoutTheTokenAgainstCrossSiteRequests() {
        Browser browser = browser().signIn(person()).withoutConfirmation();
        assertThat(problem(browser.send("DELETE", "/api/v1/session", null), ProblemType.FORBIDDEN)
                        .help())
                .contains("X-XSRF-TOKEN");
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesToSignInWithoutTheTokenAgainstCrossSiteRequests() {
        Person person = person();
        problem(
                browser().withoutConfirmation().trySignIn(person.user().name(), person.password()),
                ProblemType.FORBIDDEN);
    }

    @Test
    void refusesAChangeThatThePageOfAnotherSiteAskedFor() {
        Browser browser = browser().signIn(person());
        for (String origin : List.of("http://evil.example", "https://127.0.0.1:" + port, "null", "http://127.0.0.1")) {
            problem(
                    browser.send(
                            request("/api/v1/session").header("Origin", origin).DELETE()),
                    ProblemType.FORBIDDEN);
        }
        assertThat(browser.send(request("/api/v1/session")
                                .header("Origin", "http://127.0.0.1:" + port)
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void endsASessionBySigningOut() {
        Browser browser = browser().signIn(person());
        String secret = browser.cookies().get("pando_session");
        assertThat(browser.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
        assertThat(browser.cookies()).doesNotContainKey("pando_session");
        browser.cookies().put("pando_session", String.valueOf(secret));
        problem(browser.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
    }

    @Test
    void replacesTheSessionOfABrowserThatSignsInAgain() {
        Browser browser = browser().signIn(person());
        String first = String.valueOf(browser.cookies().get("pando_session"));
        browser.signIn(person());
        Browser old = browser();
        old.cookies().put("pando_session", first);
        problem(old.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
    }

    @Test
    void keepsASessionThatIsUsedAndEndsOneThatIsNot() {
        Browser used = browser().signIn(person());
        Browser unused = browser().signIn(person());
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofHours(8));
            assertThat(used.get("/api/v1/session").statusCode()).isEqualTo(200);
        }
        assertThat(problem(unused.get("/api/v1/session"), ProblemType.CREDENTIAL_EXPIRED)
                        .help())
                .isEqualTo("Sign in again.");
        assertThat(unused.get("/api/v1/about").statusCode()).isEqualTo(200);
    }

    @Test
    void limitsHowOftenAPasswordCanBeGuessedAndLetsTheOwnerInAfterwards() {
        Person person = person();
        for (int i = 0; i < 10; i++) {
            problem(browser().trySignIn(person.user().name(), "guess-number-" + i), ProblemType.WRONG_CREDENTIALS);
        }
        HttpResponse<String> refused = browser().trySignIn(person.user().name(), person.password());
        problem(refused, ProblemType.TOO_MANY_REQUESTS);
        assertThat(refused.headers().firstValueAsLong("Retry-After")).hasValue(6);
        clock.advance(Duration.ofSeconds(6));
        assertThat(browser().trySignIn(person.user().name(), person.password()).statusCode())
                .isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void doesNotCountThatSomebodySignsInWithTheRightPassword() {
        Person person = person();
        for (int i = 0; i < 15; i++) {
            browser().signIn(person);
        }
        assertThat(browser().trySignIn(person.user().name(), person.password()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void challengesStrangers() {
        HttpResponse<String> response = send(request("/api/v1/session"));
        problem(response, ProblemType.NOT_SIGNED_IN);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"Pando\"");
        problem(send(request("/api/v1/tokens").DELETE()), ProblemType.NOT_SIGNED_IN);
        problem(send(request("/api/v1/nothing")), ProblemType.NOT_SIGNED_IN);
    }

    private Problem withoutRequestId(HttpResponse<String> response) {
        return json.readValue(response.body(), Problem.class).of("");
    }

    private static List<String> cookie(HttpResponse<String> response, String name) {
        String cookie = response.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith(name + "="))
                .findFirst()
                .orElseThrow();
        return List.of(cookie.substring(cookie.indexOf(';') + 1).strip().split("; ?"));
    }
}
