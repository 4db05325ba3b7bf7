package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateToken;
import io.pando.api.CreatedToken;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.api.Session;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenTest extends EdgeTest {

    @Test
    void provesWhoAProgramIsWithoutATokenAgainstCrossSiteRequests() {
        Person person = person();
        CreatedToken created = token(browser().signIn(person), null);
        assertThat(created.secret()).matches("pando_[0-9A-Za-z]{49}");
        assertThat(created.token().expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(90)));
        HttpResponse<String> response = send(withToken("/api/v1/session", created.secret()));
        assertThat(json.readValue(response.body(), Session.class).user()).isEqualTo(person.user());
        assertThat(send(withToken("/api/v1/tokens", created.secret())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"name\":\"second\"}")))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void showsItsSecretOnce() {
        Browser browser = browser().signIn(person());
        CreatedToken created = token(browser, null);
        HttpResponse<String> list = browser.get("/api/v1/tokens");
        assertThat(list.body()).contains(created.token().id()).doesNotContain(created.secret(), "lastUsedAt");
    }

    @Test
    void tellsWhenItWasLastUsedToTheMinute() {
        Browser browser = browser().signIn(person());
        CreatedToken created = token(browser, null);
        send(withToken("/api/v1/session", created.secret()));
        String used = "\"lastUsedAt\":\"" + clock.instant();
        assertThat(browser.get("/api/v1/tokens").body()).contains(used);
        clock.advance(Duration.ofSeconds(59));
        send(withToken("/api/v1/session", created.secret()));
        assertThat(browser.get("/api/v1/tokens").body()).contains(used);
        clock.advance(Duration.ofSeconds(1));
        send(withToken("/api/v1/session", created.secret()));
        assertThat(browser.get("/api/v1/tokens").body()).doesNotContain(used);
    }

    @Test
    void saysThatItHasExpiredAndWhatWouldHelp() {
        CreatedToken created = token(browser().signIn(person()), 60L);
        clock.advance(Duration.ofSeconds(60));
        Problem problem = problem(send(withToken("/api/v1/session", created.secret())), ProblemType.CREDENTIAL_EXPIRED);
        assertThat(problem.detail()).contains("expired at " + created.token().expiresAt());
        assertThat(problem.help()).contains("pando login");
    }

    @Test
    void isRefusedOnceItHasBeenTakenBack() {
        Browser browser = browser().signIn(person());
        CreatedToken created = token(browser, null);
        String path = "/api/v1/tokens/" + created.token().id();
        assertThat(browser.send("DELETE", path, null).statusCode()).isEqualTo(204);
        problem(send(withToken("/api/v1/session", created.secret())), ProblemType.NOT_SIGNED_IN);
        problem(browser.send("DELETE", path, null), ProblemType.NOT_FOUND);
    }

    @Test
    void isTakenBackBySigningOutWithIt() {
        CreatedToken created = token(browser().signIn(person()), null);
        assertThat(send(withToken("/api/v1/session", created.secret()).DELETE()).statusCode())
                .isEqualTo(204);
        problem(send(withToken("/api/v1/session", created.secret())), ProblemType.NOT_SIGNED_IN);
    }

    @Test
    void ofSomebodyElseIsNotThere() {
        CreatedToken created = token(browser().signIn(person()), null);
        problem(
                administrator()
                        .send("DELETE", "/api/v1/tokens/" + created.token().id(), null),
                ProblemType.NOT_FOUND);
        assertThat(send(withToken("/api/v1/session", created.secret())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void cannotBeASessionNorASessionAToken() {
        Browser browser = browser().signIn(person());
        String session = String.valueOf(browser.cookies().get("pando_session"));
        problem(send(withToken("/api/v1/session", session)), ProblemType.NOT_SIGNED_IN);
        CreatedToken created = token(browser, null);
        browser.cookies().put("pando_session", created.secret());
        problem(browser.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
        assertThat(browser.send(withToken("/api/v1/session", created.secret() + "x"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void hasANameAndALifetimeWithinLimits() {
        Browser browser = browser().signIn(person());
        Problem problem = problem(
                browser.send("POST", "/api/v1/tokens", new CreateToken(" \t", 59L)), ProblemType.INVALID_REQUEST);
        assertThat(problem.faults()).extracting("field").containsExactly("name", "lifetimeSeconds");
        problem(
                browser.send("POST", "/api/v1/tokens", new CreateToken("a\u202Eb", 31_536_001L)),
                ProblemType.INVALID_REQUEST);
    }

    @Test
    void areAtMostAHundredForAPerson() {
        Browser browser = browser().signIn(person());
        for (int i = 0; i < 100; i++) {
            token(browser, null);
        }
        problem(browser.send("POST", "/api/v1/tokens", new CreateToken("one more", null)), ProblemType.INVALID_REQUEST);
        assertThat(browser.get("/api/v1/tokens?limit=1&offset=99").body()).contains("\"total\":100", "\"offset\":99");
    }
}
