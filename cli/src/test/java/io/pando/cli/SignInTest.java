package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.About;
import io.pando.api.CreatedHandOver;
import io.pando.api.CreatedToken;
import io.pando.api.ProblemType;
import io.pando.api.RedeemedHandOver;
import io.pando.api.Role;
import io.pando.api.Session;
import io.pando.api.Token;
import io.pando.api.User;
import io.pando.cli.StandIn.Answer;
import io.pando.cli.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in and out, contexts, and which server and token are in force. */
final class SignInTest {
    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = new Desk(home);
        Session session = new Session(Samples.ADA, Samples.NOON.plusSeconds(3600), null, true);
        Token token = new Token(
                "t1", "pando on desk", Samples.NOON, Samples.NOON.plusSeconds(7_776_000), null, List.of(), null);
        server.on(
                        "GET about",
                        Answer.of(200, new About("Pando", "0.1.0", "v1"))
                                .with("Set-Cookie", "XSRF-TOKEN=first; Path=/"),
                        Answer.of(200, new About("Pando", "0.1.0", "v1"))
                                .with("Set-Cookie", "XSRF-TOKEN=second; Path=/"))
                .on(
                        "POST session",
                        Answer.of(200, session)
                                .with("Set-Cookie", "pando_session=s3cret; Path=/; HttpOnly; SameSite=Strict"))
                .on("GET session", Answer.of(200, session))
                .on("POST tokens", Answer.of(201, new CreatedToken(token, "pando_new")))
                .on("DELETE session", Answer.empty())
                .on("DELETE tokens/t1", Answer.empty())
                .onList("GET machines");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Path file() {
        return desk.home().resolve("config/pando/contexts.json");
    }

    @Test
    void signsInOnATerminal() throws IOException {
        Desk.Outcome outcome = desk.onTerminal().typing("ada\nlovelace\n").run("login", server.url() + "/");

        String host = server.url().substring("http://".length());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .isEqualTo("Name at " + server.url() + ": Password of ada: \nSigned in to " + server.url()
                        + " as ada until 2026-05-30T12:00:00Z. Context " + host + " is in use.\n");
        assertThat(desk.settings).containsExactly("silent", "restored");
        assertThat(server.request("POST session").body()).isEqualTo("{\"name\":\"ada\",\"password\":\"lovelace\"}");
        assertThat(server.request("POST session").header("x-xsrf-token")).isEqualTo("second");
        assertThat(server.request("POST tokens").body()).isEqualTo("{\"name\":\"pando on desk\"}");
        assertThat(server.request("POST tokens").header("cookie")).contains("pando_session=s3cret");
        assertThat(server.request("DELETE session").header("x-xsrf-token")).isEqualTo("second");
        assertThat(Files.readString(file())).contains("pando_new").doesNotContain("lovelace");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");

        assertThat(desk.run("machine", "ls").exitCode()).isZero();
        assertThat(server.request("GET machines").header("authorization")).isEqualTo("Bearer pando_new");
        assertThat(desk.run("whoami", "-o", "columns=user", "-o", "noheader").out())
                .isEqualTo("ada\n");
    }

    @Test
    void signsInWithoutATerminal() {
        assertThat(desk.typing("lovelace\n")
                        .run(
                                "login",
                                server.url(),
                                "--name",
                                "ada",
                                "--password-stdin",
                                "--context",
                                "work",
                                "--lifetime",
                                "1d")
                        .exitCode())
                .isZero();
        assertThat(server.request("POST tokens").body()).contains("\"lifetimeSeconds\":86400");
        assertThat(desk.run("context", "ls").out())
                .isEqualTo("CURRENT  NAME  SERVER" + " ".repeat(server.url().length() - 6) + "  USER  SIGNED IN\n"
                        + "*        work  " + server.url() + "  ada   yes\n");

        Desk.Outcome nobody = desk.run("login", server.url());
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err())
                .isEqualTo("pando: There is no terminal to ask on: use --name NAME --password-stdin.\n");
    }

    @Test
    void asksForACodeWhereTheAccountHasASecondFactor() {
        server.on(
                        "POST session",
                        Answer.problem(ProblemType.SECOND_FACTOR_NEEDED, "A code is needed.", null)
                                .with("Set-Cookie", "pando_half_session=half; Path=/; HttpOnly"))
                .on(
                        "POST session/second-factor",
                        Answer.problem(ProblemType.WRONG_CODE, "The code is wrong.", "Wait for the next."),
                        Answer.of(200, new Session(Samples.ADA, Samples.NOON.plusSeconds(3600), null, true))
                                .with("Set-Cookie", "pando_session=s3cret; Path=/; HttpOnly"));
        Desk.Outcome wrong = desk.onTerminal().typing("ada\nlovelace\n000000\n").run("login", server.url());
        assertThat(wrong.exitCode()).isEqualTo(4);
        assertThat(wrong.err())
                .endsWith("Code of the app, or a recovery code: pando: The code is wrong. Wait for the next.\n");
        Desk.Outcome right =
                desk.onTerminal().typing("ada\nlovelace\n123 456\n").run("login", server.url());
        assertThat(right.exitCode()).as(right.err()).isZero();
        StandIn.Request sent = server.requests().stream()
                .filter(request -> request.line().equals("POST session/second-factor"))
                .toList()
                .getLast();
        assertThat(sent.body()).isEqualTo("{\"code\":\"123 456\"}");
        assertThat(sent.header("cookie")).contains("pando_half_session=half");
    }

    @Test
    void letsTheBrowserSignThisComputerIn() throws IOException {
        Token token = new Token(
                "t2", "pando on desk", Samples.NOON, Samples.NOON.plusSeconds(7_776_000), null, List.of(), null);
        server.on(
                        "POST hand-overs",
                        Answer.of(
                                201,
                                new CreatedHandOver(
                                        "BCDF-GHJK",
                                        "secret of the hand-over",
                                        "/connect?code=BCDF-GHJK",
                                        Samples.NOON.plusSeconds(600),
                                        2)))
                .on(
                        "POST hand-overs/redemption",
                        Answer.of(200, new RedeemedHandOver(null, null)),
                        Answer.of(200, new RedeemedHandOver(Samples.ADA, new CreatedToken(token, "pando_web"))));
        Desk.Outcome outcome = desk.run("login", server.url(), "--web", "--lifetime", "1d");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .startsWith("Open " + server.url() + "/connect?code=BCDF-GHJK\n"
                        + "and agree there, if it shows the code BCDF-GHJK.\nSigned in to ")
                .doesNotContain("secret of");
        assertThat(desk.waited()).hasSeconds(4);
        assertThat(server.requests().stream()
                        .filter(request -> request.line().equals("POST hand-overs/redemption"))
                        .toList()
                        .getLast()
                        .body())
                .isEqualTo("{\"secret\":\"secret of the hand-over\",\"lifetimeSeconds\":86400}");
        assertThat(Files.readString(file())).contains("pando_web");
    }

    @Test
    void givesUpWhenNobodyAgrees() {
        server.on(
                        "POST hand-overs",
                        Answer.of(
                                201,
                                new CreatedHandOver("BCDF-GHJK", "s", "/connect", Samples.NOON.plusSeconds(600), 60)))
                .on("POST hand-overs/redemption", Answer.of(200, new RedeemedHandOver(null, null)));
        Desk.Outcome outcome = desk.run("login", server.url(), "--web");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).endsWith("pando: Nobody has agreed within ten minutes.\n");
        assertThat(desk.run("login", server.url(), "--web", "--name", "ada").exitCode())
                .isEqualTo(2);
    }

    @Test
    void aWrongPasswordEndsWithFour() {
        server.on(
                "POST session",
                Answer.problem(ProblemType.WRONG_CREDENTIALS, "Name or password is wrong.", "Try again."),
                Answer.problem(ProblemType.TOO_MANY_REQUESTS, "Too many attempts.", "Wait for 30 s."));

        Desk.Outcome wrong = desk.typing("x\n").run("login", server.url(), "--name", "ada", "--password-stdin");
        assertThat(wrong.exitCode()).isEqualTo(4);
        assertThat(wrong.err()).isEqualTo("pando: Name or password is wrong. Try again.\n");
        Desk.Outcome many = desk.typing("x\n").run("login", server.url(), "--name", "ada", "--password-stdin");
        assertThat(many.exitCode()).isEqualTo(1);
        assertThat(Files.exists(file())).isFalse();
    }

    @Test
    void signsOut() throws IOException {
        desk.typing("lovelace\n").run("login", server.url(), "--name", "ada", "--password-stdin");

        Desk.Outcome outcome = desk.run("logout");

        assertThat(outcome.err()).isEqualTo("Signed out of " + server.url() + ".\n");
        assertThat(server.request("DELETE tokens/t1").header("authorization")).isEqualTo("Bearer pando_new");
        assertThat(Files.readString(file())).doesNotContain("pando_new");
        assertThat(desk.run("logout").exitCode()).isEqualTo(4);
    }

    @Test
    void signingInAgainWithdrawsTheTokenOfBefore() {
        String[] command = {"login", server.url(), "--name", "ada", "--password-stdin"};
        desk.typing("lovelace\n").run(command);
        assertThat(server.lines()).doesNotContain("DELETE tokens/t1");

        assertThat(desk.typing("lovelace\n").run(command).exitCode()).isZero();

        server.request("DELETE tokens/t1");
    }

    @Test
    void forgetsTheContextEvenWhenTheServerIsGone() {
        desk.typing("lovelace\n").run("login", server.url(), "--name", "ada", "--password-stdin");
        server.close();

        Desk.Outcome outcome = desk.run("logout");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).contains("The token could not be withdrawn and stays valid until it ends");
    }

    @Test
    void anExpiredTokenEndsWithFour() {
        server.on(
                "GET machines",
                Answer.problem(ProblemType.CREDENTIAL_EXPIRED, "The token ended on 1 March.", "Sign in again."));

        Desk.Outcome outcome = Desk.at(desk.home(), server).run("machine", "ls");

        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err()).isEqualTo("pando: The token ended on 1 March. Sign in with `pando login`.\n");
    }

    @Test
    void withoutATokenNothingIsSent() {
        Desk.Outcome outcome = desk.with("PANDO_SERVER", server.url()).run("machine", "ls");

        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err())
                .isEqualTo("pando: Not signed in to " + server.url() + ". Sign in with `pando login " + server.url()
                        + "`, or set PANDO_TOKEN.\n");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void keepsAndChangesContexts() {
        assertThat(desk.typing("pando_robot\n")
                        .run("context", "create", "robot", server.url(), "--token-stdin")
                        .exitCode())
                .isZero();
        desk.run("context", "create", "other", "pando.example.org:8443");
        assertThat(desk.run("context", "create", "other", "x").exitCode()).isEqualTo(1);
        assertThat(desk.run("context", "ls", "-o", "columns=name,server", "-o", "noheader")
                        .out())
                .isEqualTo("robot  " + server.url() + "\nother  http://pando.example.org:8443\n");
        assertThat(desk.run("context", "ls", "-o", "json").out()).doesNotContain("pando_robot");

        assertThat(desk.run("machine", "ls", "--context", "robot").exitCode()).isZero();
        assertThat(server.request("GET machines").header("authorization")).isEqualTo("Bearer pando_robot");

        assertThat(desk.run("context", "use", "nothing").exitCode()).isEqualTo(1);
        assertThat(desk.run("context", "use", "robot").exitCode()).isZero();
        assertThat(desk.run("context", "rm", "other").exitCode()).isZero();
        assertThat(desk.run("context", "ls", "-o", "columns=current,name", "-o", "noheader")
                        .out())
                .isEqualTo("*  robot\n");
        assertThat(desk.run("machine", "ls", "--context", "gone").err())
                .isEqualTo("pando: There is no context 'gone' (--context). `pando context ls` lists them.\n");
    }

    @Test
    void aDamagedFileIsNotOverwritten() throws IOException {
        Files.createDirectories(file().resolveSibling("."));
        Files.writeString(file(), "{");

        Desk.Outcome outcome = desk.typing("x\n").run("login", "--name", "ada", "--password-stdin");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("is not a file of contexts");
        assertThat(Files.readString(file())).isEqualTo("{");
    }

    @Test
    void aNewPasswordIsAskedForTwice() {
        server.on("GET session", Answer.of(200, new Session(Samples.BOB, Samples.NOON, null, true)))
                .onList("GET users", Samples.ADA, Samples.BOB)
                .on("PUT users/u1/password", Answer.empty())
                .on("POST users", Answer.of(201, new User("u3", "eve", "Eve", Role.MEMBER, Samples.NOON)));
        Desk administrator = Desk.at(desk.home(), server).onTerminal();

        assertThat(administrator
                        .typing("one\ntwo\n")
                        .run("user", "set-password", "ada")
                        .err())
                .endsWith("pando: The two passwords differ. Nothing was done.\n");
        assertThat(administrator
                        .typing("lovelace\nlovelace\n")
                        .run("user", "set-password", "ada")
                        .exitCode())
                .isZero();
        assertThat(server.request("PUT users/u1/password").body()).isEqualTo("{\"password\":\"lovelace\"}");
        assertThat(administrator
                        .typing("12345678\n12345678\n")
                        .run("user", "create", "eve", "--full-name", "Eve", "--role", "administrator")
                        .err())
                .endsWith("The account eve is made.\n");
        assertThat(Json.parse(server.request("POST users").body()).path("role").asString())
                .isEqualTo("ADMINISTRATOR");
    }

    @Test
    void aTokensSecretIsPrintedOnce() {
        server.onList("GET tokens", new Token("t1", "robot", Samples.NOON, Samples.NOON, null, List.of(), null));
        Desk signedIn = Desk.at(desk.home(), server);

        assertThat(signedIn.run("token", "create", "robot", "--lifetime", "30d").out())
                .isEqualTo("pando_new\n");
        assertThat(server.request("POST tokens").body()).isEqualTo("{\"name\":\"robot\",\"lifetimeSeconds\":2592000}");
        assertThat(signedIn.run("token", "ls").out()).contains("robot  t1").contains("never");
        assertThat(signedIn.run("token", "rm", "robot").exitCode()).isZero();
        server.request("DELETE tokens/t1");
    }
}
