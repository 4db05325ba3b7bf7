package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Credentials;
import io.pando.api.EnrolSecondFactor;
import io.pando.api.OneTimeCode;
import io.pando.api.ProblemType;
import io.pando.api.RecoveryCodes;
import io.pando.api.SecondFactor;
import io.pando.api.SecondFactorEnrolment;
import io.pando.api.Session;
import io.pando.api.SetPassword;
import io.pando.api.UpdateUser;
import io.pando.database.Database;
import io.pando.web.EdgeTest;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SecondFactorTest extends EdgeTest {
    private static final String CODES = "/api/v1/second-factor";
    private static final String SIGN_IN = "/api/v1/session/second-factor";

    private final Database database;
    private Person ada;
    private Browser browser;

    @Autowired
    SecondFactorTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void prepare() {
        clock.advance(Duration.ofMinutes(5));
        ada = person();
        browser = browser().signIn(ada);
    }

    @Test
    void isInForceOnceACodeWasShown() {
        SecondFactorEnrolment enrolment = enrol();
        assertThat(enrolment.secret()).matches("[A-Z2-7]{32}");
        assertThat(enrolment.uri())
                .startsWith("otpauth://totp/Pando%20pando:" + ada.user().name())
                .contains("secret=" + enrolment.secret(), "issuer=Pando%20pando");
        assertThat(factor().enabled()).isFalse();
        browser().signIn(ada);
        problem(browser.send("POST", CODES + "/confirmation", new OneTimeCode("000000")), ProblemType.INVALID_REQUEST);
        RecoveryCodes codes = confirm(enrolment);
        assertThat(codes.codes())
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z2-9]{5}-[a-z2-9]{5}"));
        assertThat(factor()).isEqualTo(new SecondFactor(true, clock.instant(), 10));
        problem(browser.send("POST", CODES, new EnrolSecondFactor(ada.password())), ProblemType.WRONG_STATE);
    }

    @Test
    void asksForACodeAfterThePasswordAndForTheRightOne() {
        SecondFactorEnrolment enrolment = enrol();
        confirm(enrolment);
        next();
        Browser other = browser();
        HttpResponse<String> half = enter(other);
        problem(half, ProblemType.SECOND_FACTOR_NEEDED);
        assertThat(half.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("pando_half_session=")
                        && cookie.contains("HttpOnly")
                        && cookie.contains("SameSite=Strict")
                        && cookie.contains("Max-Age=300"));
        assertThat(other.cookies()).doesNotContainKey("pando_session");
        problem(other.get("/api/v1/session"), ProblemType.NOT_SIGNED_IN);
        problem(other.send("POST", SIGN_IN, new OneTimeCode("000000")), ProblemType.WRONG_CODE);
        HttpResponse<String> whole = other.send("POST", SIGN_IN, new OneTimeCode(spaced(code(enrolment))));
        assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
        assertThat(json.readValue(whole.body(), Session.class).user()).isEqualTo(ada.user());
        assertThat(other.get("/api/v1/session").statusCode()).isEqualTo(200);
        assertThat(other.cookies()).doesNotContainKey("pando_half_session");
    }

    @Test
    void doesNotLetInWhoWasDisabledAfterThePassword() {
        SecondFactorEnrolment enrolment = enrol();
        confirm(enrolment);
        next();
        Browser half = halfSignedIn();
        assertThat(administrator()
                        .send("PUT", "/api/v1/users/" + ada.user().id(), new UpdateUser(null, null, true))
                        .statusCode())
                .isEqualTo(200);
        problem(half.send("POST", SIGN_IN, new OneTimeCode(code(enrolment))), ProblemType.NOT_SIGNED_IN);
        problem(enter(browser()), ProblemType.FORBIDDEN);
    }

    @Test
    void takesACodeOnce() {
        SecondFactorEnrolment enrolment = enrol();
        confirm(enrolment);
        problem(halfSignedIn().send("POST", SIGN_IN, new OneTimeCode(code(enrolment))), ProblemType.WRONG_CODE);
        next();
        String code = code(enrolment);
        assertThat(halfSignedIn().send("POST", SIGN_IN, new OneTimeCode(code)).statusCode())
                .isEqualTo(200);
        problem(halfSignedIn().send("POST", SIGN_IN, new OneTimeCode(code)), ProblemType.WRONG_CODE);
    }

    @Test
    void takesARecoveryCodeOnce() {
        RecoveryCodes codes = confirm(enrol());
        String code = codes.codes().getFirst();
        assertThat(halfSignedIn()
                        .send("POST", SIGN_IN, new OneTimeCode(code.toUpperCase(Locale.ROOT)))
                        .statusCode())
                .isEqualTo(200);
        problem(halfSignedIn().send("POST", SIGN_IN, new OneTimeCode(code)), ProblemType.WRONG_CODE);
        assertThat(factor().recoveryCodesLeft()).isEqualTo(9);
        String another = codes.codes().get(1);
        HttpResponse<String> renewed = browser.send("POST", CODES + "/recovery-codes", new OneTimeCode(another));
        assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
        problem(
                halfSignedIn()
                        .send("POST", SIGN_IN, new OneTimeCode(codes.codes().get(2))),
                ProblemType.WRONG_CODE);
    }

    @Test
    void limitsHowManyCodesAreTriedFromWhereverTheyCome() {
        SecondFactorEnrolment enrolment = enrol();
        confirm(enrolment);
        next();
        for (int round = 0; round < 2; round++) {
            Browser guessing = halfSignedIn();
            for (int attempt = 0; attempt < 5; attempt++) {
                problem(guessing.send("POST", SIGN_IN, new OneTimeCode("00000" + attempt)), ProblemType.WRONG_CODE);
            }
            // A half session allows five.
            problem(guessing.send("POST", SIGN_IN, new OneTimeCode("000009")), ProblemType.NOT_SIGNED_IN);
        }
        HttpResponse<String> refused = halfSignedIn().send("POST", SIGN_IN, new OneTimeCode(code(enrolment)));
        problem(refused, ProblemType.TOO_MANY_REQUESTS);
        assertThat(refused.headers().firstValueAsLong("Retry-After")).hasValue(300);
        clock.advance(Duration.ofMinutes(5));
        assertThat(halfSignedIn()
                        .send("POST", SIGN_IN, new OneTimeCode(code(enrolment)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void forgetsAHalfSessionAfterFiveMinutesAndWithThePassword() {
        SecondFactorEnrolment enrolment = enrol();
        confirm(enrolment);
        next();
        Browser late = halfSignedIn();
        clock.advance(Duration.ofMinutes(5));
        problem(late.send("POST", SIGN_IN, new OneTimeCode(code(enrolment))), ProblemType.NOT_SIGNED_IN);
        Browser old = halfSignedIn();
        assertThat(administrator()
                        .send(
                                "PUT",
                                "/api/v1/users/" + ada.user().id() + "/password",
                                new SetPassword("another password"))
                        .statusCode())
                .isEqualTo(204);
        problem(old.send("POST", SIGN_IN, new OneTimeCode(code(enrolment))), ProblemType.WRONG_CREDENTIALS);
        problem(browser().send("POST", SIGN_IN, new OneTimeCode("000000")), ProblemType.FORBIDDEN);
    }

    @Test
    void isSetUpWithThePasswordAndTurnedOffWithACode() {
        problem(browser.send("POST", CODES, new EnrolSecondFactor("not the password")), ProblemType.INVALID_REQUEST);
        SecondFactorEnrolment enrolment = enrol();
        confirm(enrolment);
        next();
        problem(browser.send("POST", CODES + "/removal", new OneTimeCode("000000")), ProblemType.INVALID_REQUEST);
        assertThat(browser.send("POST", CODES + "/removal", new OneTimeCode(code(enrolment)))
                        .statusCode())
                .isEqualTo(204);
        assertThat(factor()).isEqualTo(new SecondFactor(false, null, 0));
        browser().signIn(ada);
    }

    @Test
    void isTurnedOffByAnAdministratorForWhoHasLostEverything() {
        confirm(enrol());
        String path = "/api/v1/users/" + ada.user().id() + "/second-factor";
        problem(browser.send("DELETE", path, null), ProblemType.FORBIDDEN);
        assertThat(administrator().send("DELETE", path, null).statusCode()).isEqualTo(204);
        problem(administrator().send("DELETE", path, null), ProblemType.WRONG_STATE);
        browser().signIn(ada);
    }

    @Test
    void keepsNeitherSecretNorCodes() {
        SecondFactorEnrolment enrolment = enrol();
        RecoveryCodes codes = confirm(enrolment);
        assertThat(enrolment.toString()).doesNotContain(enrolment.secret());
        assertThat(codes.toString()).doesNotContain(codes.codes().getFirst());
        for (String table : List.of("second_factor", "recovery_code", "half_session", "audit_record")) {
            List<String> rows = database.reader()
                    .sql("SELECT * FROM " + table)
                    .query((row, number) -> {
                        StringBuilder text = new StringBuilder();
                        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                            text.append(row.getString(column)).append(' ');
                        }
                        return text.toString();
                    })
                    .list();
            assertThat(rows).noneMatch(row -> row.contains(enrolment.secret()));
            assertThat(rows).noneMatch(row -> codes.codes().stream().anyMatch(row::contains));
        }
    }

    private SecondFactor factor() {
        return json.readValue(browser.get(CODES).body(), SecondFactor.class);
    }

    private SecondFactorEnrolment enrol() {
        HttpResponse<String> response = browser.send("POST", CODES, new EnrolSecondFactor(ada.password()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        return json.readValue(response.body(), SecondFactorEnrolment.class);
    }

    private RecoveryCodes confirm(SecondFactorEnrolment enrolment) {
        HttpResponse<String> response = browser.send("POST", CODES + "/confirmation", new OneTimeCode(code(enrolment)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readValue(response.body(), RecoveryCodes.class);
    }

    private HttpResponse<String> enter(Browser other) {
        other.get("/api/v1/about");
        return other.send("POST", "/api/v1/session", new Credentials(ada.user().name(), ada.password()));
    }

    private Browser halfSignedIn() {
        Browser other = browser();
        problem(enter(other), ProblemType.SECOND_FACTOR_NEEDED);
        return other;
    }

    /** What the app shows now, made from the text that a person types into it. */
    private String code(SecondFactorEnrolment enrolment) {
        String bits = enrolment
                .secret()
                .chars()
                .mapToObj(character -> "%5s"
                        .formatted(Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(character)))
                        .replace(' ', '0'))
                .reduce("", String::concat);
        byte[] bytes = new BigInteger("1" + bits, 2).toByteArray();
        return OneTimeCodes.code(
                Arrays.copyOfRange(bytes, bytes.length - OneTimeCodes.SECRET_BYTES, bytes.length),
                OneTimeCodes.period(clock.instant()));
    }

    private static String spaced(String code) {
        return code.substring(0, 3) + " " + code.substring(3);
    }

    private void next() {
        clock.advance(Duration.ofSeconds(30));
    }
}
