package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CommandResult;
import io.pando.api.ConsoleTicket;
import io.pando.api.Machine;
import io.pando.api.ProblemType;
import io.pando.cli.StandIn.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways into a guest: commands, ssh and the serial console. */
@Timeout(20)
final class GuestTest {
    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
        server.onList("GET machines", Samples.machine("web2"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void runsACommandAndPassesItsStatusOn() {
        server.on("POST machines/id-web2/exec", Answer.of(200, new CommandResult(3, "out\n", "err\n", true)));

        Desk.Outcome outcome = desk.onTerminal()
                .run("machine", "exec", "web2", "--timeout", "2m", "--", "sh", "-c", "exit 3", "--help");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).isEqualTo("out\n");
        assertThat(outcome.err()).isEqualTo("err\npando: There was more output than the 1 MiB shown.\n");
        assertThat(server.request("POST machines/id-web2/exec").body())
                .isEqualTo("{\"command\":[\"sh\",\"-c\",\"exit 3\",\"--help\"],\"timeoutSeconds\":120}");
    }

    @Test
    void passesStandardInputOn() {
        server.on("POST machines/id-web2/exec", Answer.of(200, new CommandResult(0, "", "", false)));

        desk.typing("Größe\n").run("machine", "exec", "web2", "--", "cat");
        assertThat(server.request("POST machines/id-web2/exec").body())
                .isEqualTo("{\"command\":[\"cat\"],\"input\":\"Größe\\n\"}");

        assertThat(desk.input(new ByteArrayInputStream(new byte[] {(byte) 0xff}))
                        .run("machine", "exec", "web2", "--", "cat")
                        .err())
                .contains("Standard input is not UTF-8");
        assertThat(desk.input(new ByteArrayInputStream(new byte[(1 << 20) + 1]))
                        .run("machine", "exec", "web2", "--", "cat")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void saysWhenTheGuestDoesNotAnswer() {
        server.on(
                "POST machines/id-web2/exec",
                Answer.problem(ProblemType.GUEST_UNREACHABLE, "The guest of web2 does not answer.", "Restart it."));

        Desk.Outcome outcome = desk.run("machine", "exec", "web2", "--", "true");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("pando: The guest of web2 does not answer. Restart it.\n");
    }

    @Test
    void goesInBySsh() {
        assertThat(desk.programsEndWith(7)
                        .run("ssh", "web2", "--", "uptime", "-p")
                        .exitCode())
                .isEqualTo(7);
        assertThat(desk.programs)
                .containsExactly(List.of(
                        "ssh",
                        "-o",
                        "HostKeyAlias=6f1c0000-0000-4000-8000-000000000001.pando",
                        "-o",
                        "StrictHostKeyChecking=accept-new",
                        "-l",
                        "ada",
                        "--",
                        "10.83.0.5",
                        "uptime",
                        "-p"));
    }

    @Test
    void saysWhyThereIsNoWayInBySsh() {
        server.onList(
                "GET machines",
                Samples.machine("id-web2", "web2", Machine.State.STOPPED, Samples.ADA, List.of(), "ada"));

        assertThat(desk.run("ssh", "web2").err())
                .isEqualTo(
                        "pando: Machine web2 has no address, it is stopped. Start it with `pando machine start web2`.\n");
        assertThat(desk.programs).isEmpty();
    }

    @Test
    void printsTheAddressesOfThePage() {
        assertThat(desk.run("machine", "console", "web2", "--screen").out())
                .isEqualTo(server.url() + "/machines/id-web2?tab=console\n");
        assertThat(desk.run("machine", "console", "web2", "--print-url").out())
                .isEqualTo(server.url() + "/machines/id-web2?tab=serial\n");
    }

    @Test
    void typesOnTheSerialConsoleUntilItIsLeft() throws Exception {
        try (ConsoleStandIn console = new ConsoleStandIn()) {
            Desk person = at(console).onTerminal().typing("ls\r\u001dnot this");

            Desk.Outcome outcome = person.run("machine", "console", "web2");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).startsWith("login: ").contains("ls\r");
            assertThat(outcome.err()).isEqualTo("Serial console of web2. Leave it with Ctrl-].\n\n");
            assertThat(person.settings).containsExactly("raw", "restored");
            assertThat(console.typed()).isEqualTo("ls\r");
            assertThat(console.handshake())
                    .contains("GET /console/serial HTTP/1.1", "Origin: " + console.url())
                    .anyMatch(line -> line.toLowerCase(java.util.Locale.ROOT)
                            .equals("sec-websocket-protocol: binary, ticket.abc"));
        }
    }

    @Test
    void saysWhyTheConsoleEnded() throws Exception {
        try (ConsoleStandIn console = new ConsoleStandIn().closingWith(4000)) {
            assertThat(at(console)
                            .onTerminal()
                            .input(new Silence())
                            .run("machine", "console", "web2")
                            .err())
                    .endsWith("The guest has stopped. `pando machine start web2` starts it again.\n");
        }
        try (ConsoleStandIn console = new ConsoleStandIn().closingWith(4001)) {
            assertThat(at(console)
                            .onTerminal()
                            .input(new Silence())
                            .run("machine", "console", "web2")
                            .exitCode())
                    .isEqualTo(4);
        }
        try (ConsoleStandIn console = new ConsoleStandIn().closingWith(4003)) {
            assertThat(at(console)
                            .onTerminal()
                            .input(new Silence())
                            .run("machine", "console", "web2")
                            .exitCode())
                    .isEqualTo(1);
        }
    }

    private Desk at(ConsoleStandIn console) {
        // The ticket leads to the same server; the console's stand-in passes everything else on to the other one.
        console.behind(server);
        server.on(
                "POST machines/id-web2/console-tickets",
                Answer.of(
                        201,
                        new ConsoleTicket(ConsoleTicket.Kind.SERIAL, "/console/serial", "ticket.abc", Samples.NOON)));
        return desk.with("PANDO_SERVER", console.url());
    }

    /** A person who types nothing. */
    private static final class Silence extends java.io.InputStream {
        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                new java.util.concurrent.CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
