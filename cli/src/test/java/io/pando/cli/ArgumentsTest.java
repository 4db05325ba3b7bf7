package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is understood and what is not, before anything is sent. */
final class ArgumentsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            maxCharsPerColumn = 1000,
            value = {
                "- | Missing required subcommand. See `pando --help`.",
                "machine | Missing required subcommand. See `pando machine --help`.",
                "machin ls | Unmatched arguments from index 0: 'machin', 'ls'; did you mean machine? See `pando --help`.",
                "machine ls --stat running | Unknown option: '--stat'; did you mean --state? See `pando machine ls --help`.",
                "machine ls --state broken | Invalid value for option '--state' (STATE): 'broken' is none of defined,"
                        + " provisioning, running, stopped, suspended, failed, deleting, deleted. See `pando machine ls --help`.",
                "machine ls -o xml | Invalid value for option '--output' (STYLE): 'xml' is no output: use json, yaml,"
                        + " table, noheader or columns=NAME,NAME. See `pando machine ls --help`.",
                "machine ls -o columns=nam | There is no column 'nam' here; there are name, state, address, image, host, age, left, labels, until,"
                        + " id, owner, project, copy, vcpus, memory, hostname, account, domain, uuid, disk, firmware, pending, created, seen, job, problem.",
                "machine create web2 | Say what it is to be made from: --image NAME, or what it must be: --os debian:12.",
                "machine create web2 --image x --memory lots | Invalid value for option '--memory': 'lots' is no size of"
                        + " memory in whole MiB; write it like 512MiB or 2GiB. See `pando machine create --help`.",
                "machine create web2 --image x --password-stdin | A key or a password needs an account: add --user NAME.",
                "machine start web2 --timeout soon | Invalid value for option '--timeout': 'soon' is no duration; write"
                        + " it like 90s, 5m, 1h30m or 30d. See `pando machine start --help`.",
                "machine exec web2 | Missing required parameter: 'COMMAND'. See `pando machine exec --help`.",
                "job show many | Invalid value for positional parameter at index 0 (JOB): 'many' is not a long. See `pando job"
                        + " show --help`.",
                "login ftp://x | 'ftp://x' is no address of a server; write it like http://127.0.0.1:8080.",
                "events -o yaml | A stream has no YAML: use -o json.",
            })
    void saysInOneLineWhatIsWrong(String line, String expected, @TempDir Path home) {
        Desk desk = new Desk(home).with("PANDO_TOKEN", "pando_secret").with("PANDO_SERVER", "http://127.0.0.1:1");

        Desk.Outcome outcome = desk.run(line.equals("-") ? new String[0] : line.split(" ", -1));

        assertThat(outcome.err()).isEqualTo("pando: " + expected + "\n");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void saysWhenNobodyAnswers(@TempDir Path home) {
        Desk desk = new Desk(home).with("PANDO_TOKEN", "pando_secret").with("PANDO_SERVER", "http://127.0.0.1:1");

        Desk.Outcome outcome = desk.run("machine", "ls");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "pando: No server answers at http://127.0.0.1:1. Start it with `pando server`, or name another"
                                + " with --server URL.\n");
    }

    @Test
    void saysWhenSomethingElseAnswers(@TempDir Path home) throws Exception {
        try (StandIn server = new StandIn()) {
            server.on(
                    "GET machines",
                    new StandIn.Answer(
                            502,
                            "text/html",
                            "<h1>Bad gateway</h1>".getBytes(StandardCharsets.UTF_8),
                            java.util.Map.of()));

            Desk.Outcome outcome = Desk.at(home, server).run("machine", "ls");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .isEqualTo("pando: " + server.url() + " answered with status 502 and not as a Pando server of this"
                            + " version does. Check the address, and compare the versions with `pando version`.\n");
        }
    }

    @Test
    void onlyTheNamedCommandsAreReadWhole(@TempDir Path home) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandLine line = Pando.line(new Desk(home).surroundings(nowhere, nowhere), java.util.List.of("job"));

        assertThat(Objects.requireNonNull(line.getSubcommands().get("job")).getSubcommands())
                .containsKey("watch");
        assertThat(Objects.requireNonNull(line.getSubcommands().get("machine")).getSubcommands())
                .isEmpty();
    }
}
