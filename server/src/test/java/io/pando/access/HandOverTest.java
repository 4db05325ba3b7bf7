package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateHandOver;
import io.pando.api.CreateToken;
import io.pando.api.CreatedHandOver;
import io.pando.api.CreatedToken;
import io.pando.api.HandOver;
import io.pando.api.ProblemType;
import io.pando.api.RedeemHandOver;
import io.pando.api.RedeemedHandOver;
import io.pando.api.Session;
import io.pando.api.TokenRight;
import io.pando.web.EdgeTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A computer without a browser is signed in by somebody who has one. */
class HandOverTest extends EdgeTest {
    private static final String PATH = "/api/v1/hand-overs";

    @Test
    void givesTheComputerATokenOnceSomebodyHasAgreed() {
        CreatedHandOver asked = ask("laptop of ada");
        assertThat(asked.code()).matches("[B-Z]{4}-[B-Z]{4}");
        assertThat(asked.path()).isEqualTo("/connect?code=" + asked.code());
        assertThat(redeem(asked)).isEqualTo(new RedeemedHandOver(null, null));
        Person ada = person();
        Browser browser = browser().signIn(ada);
        HandOver shown = json.readValue(browser.get(PATH + "/" + asked.code()).body(), HandOver.class);
        assertThat(shown.computer()).isEqualTo("laptop of ada");
        assertThat(shown.address()).isEqualTo("127.0.0.1");
        assertThat(browser.send("POST", PATH + "/" + asked.code() + "/approval", null)
                        .statusCode())
                .isEqualTo(204);
        RedeemedHandOver redeemed = redeem(asked);
        assertThat(redeemed.user()).isEqualTo(ada.user());
        String secret = Objects.requireNonNull(redeemed.token()).secret();
        HttpResponse<String> session = send(withToken("/api/v1/session", secret));
        assertThat(json.readValue(session.body(), Session.class).user()).isEqualTo(ada.user());
        assertThat(redeemed.token().token().name()).isEqualTo("laptop of ada");
        // Once.
        problem(tryToRedeem(asked.secret()), ProblemType.NOT_FOUND);
        problem(browser.send("POST", PATH + "/" + asked.code() + "/approval", null), ProblemType.NOT_FOUND);
    }

    @Test
    void isFoundHoweverTheCodeIsTyped() {
        CreatedHandOver asked = ask("laptop");
        String typed = asked.code().toLowerCase(Locale.ROOT).replace("-", "");
        assertThat(browser().signIn(person()).get(PATH + "/" + typed).statusCode())
                .isEqualTo(200);
    }

    @Test
    void waitsTenMinutes() {
        CreatedHandOver asked = ask("laptop");
        Browser browser = browser().signIn(person());
        clock.advance(Duration.ofMinutes(10));
        problem(browser.get(PATH + "/" + asked.code()), ProblemType.NOT_FOUND);
        problem(browser.send("POST", PATH + "/" + asked.code() + "/approval", null), ProblemType.NOT_FOUND);
        problem(tryToRedeem(asked.secret()), ProblemType.NOT_FOUND);
    }

    @Test
    void givesNothingWhenWhoAgreedHasSignedOutSince() {
        CreatedHandOver asked = ask("laptop");
        Browser browser = browser().signIn(person());
        assertThat(browser.send("POST", PATH + "/" + asked.code() + "/approval", null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(browser.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
        problem(tryToRedeem(asked.secret()), ProblemType.NOT_SIGNED_IN);
    }

    /** Whoever has a token of few rights gets none of more by handing over to himself. */
    @Test
    void reachesAsFarAsWhatItWasAgreedToWith() {
        CreatedHandOver asked = ask("laptop");
        HttpResponse<String> made = browser()
                .signIn(person())
                .send("POST", "/api/v1/tokens", new CreateToken("few", null, List.of(TokenRight.ACCOUNT), null));
        String few = json.readValue(made.body(), CreatedToken.class).secret();
        assertThat(send(withToken(PATH + "/" + asked.code() + "/approval", few).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        CreatedToken token = Objects.requireNonNull(redeem(asked).token());
        assertThat(token.token().rights()).containsExactly(TokenRight.READ, TokenRight.ACCOUNT);
        // It ends with the one that it was agreed to with.
        assertThat(send(withToken("/api/v1/session", few).DELETE()).statusCode())
                .isEqualTo(204);
        problem(send(withToken("/api/v1/session", token.secret())), ProblemType.NOT_SIGNED_IN);
    }

    @Test
    void isNotForStrangersToSeeOrAgreeTo() {
        CreatedHandOver asked = ask("laptop");
        problem(send(request(PATH + "/" + asked.code())), ProblemType.NOT_SIGNED_IN);
        problem(
                send(request(PATH + "/" + asked.code() + "/approval").POST(BodyPublishers.noBody())),
                ProblemType.NOT_SIGNED_IN);
        problem(tryToRedeem("x".repeat(43)), ProblemType.NOT_FOUND);
        problem(post(PATH, new CreateHandOver("\u202egnp.exe")), ProblemType.INVALID_REQUEST);
        problem(post(PATH, new CreateHandOver("")), ProblemType.INVALID_REQUEST);
    }

    private CreatedHandOver ask(String computer) {
        HttpResponse<String> response = post(PATH, new CreateHandOver(computer));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json.readValue(response.body(), CreatedHandOver.class);
    }

    private RedeemedHandOver redeem(CreatedHandOver asked) {
        HttpResponse<String> response = tryToRedeem(asked.secret());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readValue(response.body(), RedeemedHandOver.class);
    }

    private HttpResponse<String> tryToRedeem(String secret) {
        return post(PATH + "/redemption", new RedeemHandOver(secret, null));
    }

    private HttpResponse<String> post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    }
}
