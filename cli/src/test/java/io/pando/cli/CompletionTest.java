package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered while a line is being typed. */
final class CompletionTest {
    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
        server.onList("GET machines", Samples.machine("web1"), Samples.machine("web2"), Samples.machine("database"))
                .onList("GET images", Samples.image("debian"), Samples.image("tiny"))
                .onList("GET hosts", Samples.host())
                .onList("GET jobs", Samples.job(Job.State.RUNNING, 10));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ma | machine",
                "machine st | start stop",
                "machine start we | web1 web2",
                "machine start --timeout 9s d | database",
                "machine rm web1 web | web1 web2",
                "ssh data | database",
                "machine create x --image d | debian",
                "machine create x --image=t | tiny",
                "machine create x --image = t | tiny",
                "machine create x --copy '' | linked full",
                "machine ls --state s | stopped suspended",
                "machine create x --d | --disk --dry-run",
                "machine ls -o c | columns=",
                "image rm d | debian",
                "host show '' | local",
                "job watch '' | 42",
                "image import a /srv/ | :files",
                "completion '' | bash zsh fish",
                "machine exec web1 -- w | ''",
                "machine no such thing | ''",
            })
    void offers(String typed, String expected) {
        List<String> arguments = new ArrayList<>(List.of("__complete", "--"));
        Arrays.stream(typed.split(" ", -1))
                .map(word -> word.equals("''") ? "" : word)
                .forEach(arguments::add);

        Desk.Outcome outcome = desk.run(arguments.toArray(String[]::new));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().map(line -> line.split("\t", -1)[0]))
                .containsExactlyElementsOf(
                        expected.equals("''") || expected.isEmpty() ? List.of() : List.of(expected.split(" ", -1)));
    }

    @Test
    void describesWhatItOffers() {
        assertThat(desk.run("__complete", "--", "machine", "show", "web1").out())
                .isEqualTo("web1\trunning, debian\n");
        assertThat(desk.run("__complete", "--", "whoam").out())
                .isEqualTo("whoami\tShow who is signed in, and where.\n");
        assertThat(desk.run("__complete", "--", "").out()).doesNotContain("__complete");
    }

    @Test
    void saysNothingWhenTheServerIsSilent() {
        server.close();

        Desk.Outcome outcome = desk.run("__complete", "--", "machine", "show", "");

        assertThat(outcome).isEqualTo(new Desk.Outcome(0, "", ""));
        assertThat(desk.without("PANDO_TOKEN").run("__complete", "--", "machine", "show", ""))
                .isEqualTo(new Desk.Outcome(0, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void hasAScriptForEachShell(String shell) {
        Desk.Outcome outcome = desk.run("completion", shell);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("#").contains("__complete");
    }

    @Test
    void theScriptWorksInBash() throws IOException, InterruptedException {
        Path pando = Files.writeString(
                desk.home().resolve("pando"),
                "#!/bin/sh\n[ \"$*\" = '__complete -- machine start we' ] && printf 'web1\\trunning\\nweb2\\t\\n'\n");
        Files.setPosixFilePermissions(pando, PosixFilePermissions.fromString("rwx------"));
        Path script = Files.writeString(
                desk.home().resolve("test.bash"),
                desk.run("completion", "bash").out() + "COMP_WORDS=(" + pando
                        + " machine start we)\nCOMP_CWORD=3\n_pando\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");

        Process bash = new ProcessBuilder("bash", "--norc", script.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualTo("web1\nweb2\n");
        assertThat(bash.waitFor()).isZero();
    }
}
