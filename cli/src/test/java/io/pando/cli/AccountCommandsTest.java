package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.ActiveSession;
import io.pando.api.RecoveryCodes;
import io.pando.api.SecondFactor;
import io.pando.api.SecondFactorEnrolment;
import io.pando.cli.StandIn.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pando session} and {@code pando second-factor}. */
final class AccountCommandsTest {
    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listsAndEndsSessions() {
        server.onList("GET sessions", session("s1"), session("s2")).on("DELETE sessions/s2", Answer.empty());
        assertThat(desk.run("session", "ls", "-o", "columns=id,address,provider")
                        .out())
                .isEqualTo("ID  FROM       PROVIDER\ns1  192.0.2.1  corp\ns2  192.0.2.1  corp\n");
        assertThat(desk.run("session", "rm", "s2").err()).isEqualTo("The session s2 has ended.\n");
        assertThat(desk.run("session", "rm", "s3").exitCode()).isEqualTo(1);
    }

    @Test
    void signsOutEverywhere() {
        server.on("DELETE sessions", Answer.empty());
        assertThat(desk.run("session", "rm", "--all").exitCode()).isZero();
        assertThat(desk.run("session", "rm", "--all", "--tokens").err())
                .isEqualTo("All your sessions and tokens have ended. Sign in again with `pando login`.\n");
        assertThat(server.lines()).containsExactly("DELETE sessions", "DELETE sessions?tokens=true");
        assertThat(desk.run("session", "rm").exitCode()).isEqualTo(2);
        assertThat(desk.run("session", "rm", "--tokens", "s1").exitCode()).isEqualTo(2);
        assertThat(desk.run("session", "rm", "--all", "s1").exitCode()).isEqualTo(2);
    }

    @Test
    void setsTheSecondFactorUp() {
        server.on("POST second-factor", Answer.of(201, new SecondFactorEnrolment("ABCD", "otpauth://totp/x")))
                .on("POST second-factor/confirmation", Answer.of(200, new RecoveryCodes(List.of("aaaaa-bbbbb"))));
        Desk.Outcome outcome = desk.onTerminal().typing("lovelace\n123456\n").run("second-factor", "on");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("aaaaa-bbbbb\n");
        assertThat(outcome.err()).contains("Give this to the app: ABCD", "each works once");
        assertThat(desk.settings).containsExactly("silent", "restored");
        assertThat(server.request("POST second-factor/confirmation").body()).isEqualTo("{\"code\":\"123456\"}");
        assertThat(new Desk(desk.home())
                        .with("PANDO_SERVER", server.url())
                        .with("PANDO_TOKEN", "x")
                        .run("second-factor", "on")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void showsTurnsOffAndResetsIt() {
        server.on("GET second-factor", Answer.of(200, new SecondFactor(true, Samples.NOON, 9)))
                .on("POST second-factor/removal", Answer.empty())
                .on("POST second-factor/recovery-codes", Answer.of(200, new RecoveryCodes(List.of("ccccc-ddddd"))))
                .onList("GET users", Samples.ADA, Samples.BOB)
                .on("DELETE users/u1/second-factor", Answer.empty());
        assertThat(desk.run("second-factor", "show").out()).contains("yes", "9");
        assertThat(desk.onTerminal()
                        .typing("123456\n")
                        .run("second-factor", "off")
                        .err())
                .endsWith("Signing in takes the password only.\n");
        assertThat(desk.typing("123456\n")
                        .run("second-factor", "recovery-codes")
                        .out())
                .isEqualTo("ccccc-ddddd\n");
        assertThat(desk.run("second-factor", "reset", "ada").err()).isEqualTo("ada signs in with the password only.\n");
        assertThat(desk.typing("\n").run("second-factor", "off").exitCode()).isEqualTo(2);
    }

    private static ActiveSession session(String id) {
        return new ActiveSession(
                id,
                Samples.NOON,
                Samples.NOON,
                Samples.NOON.plusSeconds(3_600),
                "192.0.2.1",
                "a browser",
                "corp",
                false);
    }
}
