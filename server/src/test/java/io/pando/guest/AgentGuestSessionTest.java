package io.pando.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import io.pando.host.GuestLines;
import io.pando.host.HostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents that do what the protocol says, and agents that do not. */
class AgentGuestSessionTest {
    private static final UUID DOMAIN = UUID.randomUUID();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String COMMANDS = """
            {"return": {"version": "7.2.0", "supported_commands": [
                {"name": "guest-exec", "enabled": true, "success-response": true},
                {"name": "guest-exec-status", "enabled": true, "success-response": true}]}}""";
    private static final String SILENT = "silent";

    private final List<String> asked = new ArrayList<>();

    /** An agent that answers a command, by its name, as the test says, and the rest properly. */
    private GuestLines agent(String name, String answer) {
        return agent(command -> command.contains("\"" + name + "\"") ? answer : "");
    }

    private GuestLines agent(UnaryOperator<String> answers) {
        return new GuestLines() {
            @Override
            public String agent(UUID uuid, String command, Duration timeout) {
                assertThat(timeout).isBetween(Duration.ofSeconds(1), AgentGuestSession.COMMAND_TIMEOUT);
                synchronized (asked) {
                    asked.add(command);
                }
                String answer = answers.apply(command);
                if (answer.equals(SILENT)) {
                    throw new HostException(HostException.Reason.GUEST_SILENT, "No answer.", null);
                }
                return answer.isEmpty() ? proper(command) : answer;
            }

            @Override
            public SerialLine openSerial(UUID uuid) {
                throw new UnsupportedOperationException();
            }

            @Override
            public SerialLine openProvisioning(UUID uuid) {
                throw new UnsupportedOperationException();
            }

            @Override
            public SocketChannel openScreen(UUID uuid) {
                throw new UnsupportedOperationException();
            }

            @Override
            public byte[] screenshot(UUID uuid) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static String proper(String command) {
        if (command.contains("\"guest-sync\"")) {
            return "{\"return\": %s}".formatted(command.replaceAll("\\D+", ""));
        }
        if (command.contains("\"guest-info\"")) {
            return COMMANDS;
        }
        if (command.contains("\"guest-exec\"")) {
            return "{\"return\": {\"pid\": 42}}";
        }
        return "{\"return\": {\"exited\": true, \"exitcode\": 3, \"out-data\": \"b3V0\", \"err-data\": \"ZXJy\"}}";
    }

    private static AgentGuestSession open(GuestLines lines) throws InterruptedException {
        return AgentGuestSession.open(lines, DOMAIN, TIMEOUT);
    }

    @Test
    void runsACommand() throws Exception {
        Execution execution =
                open(agent(command -> "")).execute(List.of("cat", "a b"), "in\0".getBytes(UTF_8), TIMEOUT);
        assertThat(execution.text()).isEqualTo("out");
        assertThat(execution.errorText()).isEqualTo("err");
        assertThat(execution.exitCode()).isEqualTo(3);
        assertThat(execution.truncated()).isFalse();
        assertThat(asked.get(2))
                .contains(
                        "\"path\":\"/bin/sh\"",
                        "\"cat\",\"a b\"]",
                        "\"input-data\":\"aW4A\"",
                        "\"capture-output\":true");
    }

    @Test
    void waitsForTheEnd() throws Exception {
        List<String> statuses =
                new ArrayList<>(List.of("{\"return\":{\"exited\":false}}", "{\"return\":{\"exited\":false}}"));
        GuestLines lines = agent(command ->
                command.contains("\"guest-exec-status\"") && !statuses.isEmpty() ? statuses.removeFirst() : "");
        assertThat(open(lines).execute(List.of("true"), null, TIMEOUT).exitCode())
                .isEqualTo(3);
    }

    @Test
    void tellsASignal() throws Exception {
        GuestLines lines = agent("guest-exec-status", "{\"return\": {\"exited\": true, \"signal\": 9}}");
        assertThat(open(lines).execute(List.of("true"), null, TIMEOUT).exitCode())
                .isEqualTo(137);
    }

    static Stream<Arguments> hostile() {
        String deep = "[".repeat(100_000);
        String huge =
                "{\"return\": {\"exited\": true, \"exitcode\": 0, \"out-data\": \"" + "A".repeat(7 << 20) + "\"}}";
        String many = "{\"return\": [" + "1,".repeat(100_000) + "1]}";
        List<Arguments> cases = new ArrayList<>();
        for (String command : List.of("guest-sync", "guest-info", "guest-exec", "guest-exec-status")) {
            cases.add(Arguments.of(command, SILENT, Reason.SILENT));
            cases.add(Arguments.of(command, deep, Reason.NONSENSE));
            cases.add(Arguments.of(command, huge, Reason.NONSENSE));
            cases.add(Arguments.of(command, many, Reason.NONSENSE));
            for (String nonsense :
                    List.of("", "null", "nothing", "[]", "{}", "{\"return\"", "\"\\ud800", "42", "\u0000")) {
                cases.add(Arguments.of(command, nonsense + " ", Reason.NONSENSE));
            }
            cases.add(Arguments.of(
                    command,
                    "{\"error\": {\"class\": \"GenericError\", \"desc\": \"\\u001b[2J\\u202eno\"}}",
                    Reason.REFUSED));
        }
        for (String id : List.of("7", "-1", "1e3", "\"7\"", "{}", "null", "9".repeat(30), "9".repeat(10_000))) {
            cases.add(Arguments.of("guest-sync", "{\"return\": " + id + "}", Reason.NONSENSE));
        }
        for (String process : List.of("0", "-1", "1.5", "\"42\"", "null", "[]", "9".repeat(30))) {
            cases.add(Arguments.of("guest-exec", "{\"return\": {\"pid\": " + process + "}}", Reason.NONSENSE));
        }
        for (String status : List.of(
                "{\"exited\": \"true\"}",
                "{\"exited\": 1}",
                "{\"exited\": true}",
                "{\"exited\": true, \"exitcode\": \"0\"}",
                "{\"exited\": true, \"exitcode\": 1e400}",
                "{\"exited\": true, \"exitcode\": 0, \"out-data\": 7}",
                "{\"exited\": true, \"exitcode\": 0, \"out-data\": \"***\"}",
                "{\"exited\": true, \"exitcode\": 0, \"err-data\": [\"YQ==\"]}")) {
            cases.add(Arguments.of("guest-exec-status", "{\"return\": " + status + "}", Reason.NONSENSE));
        }
        cases.add(Arguments.of("guest-info", "{\"return\": {\"supported_commands\": 7}}", Reason.REFUSED));
        cases.add(Arguments.of(
                "guest-info",
                COMMANDS.replace("\"guest-exec\", \"enabled\": true", "\"guest-exec\", \"enabled\": false"),
                Reason.REFUSED));
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} {index} -> {2}")
    @MethodSource("hostile")
    void survivesAHostileAgent(String command, String answer, Reason reason) {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> open(agent(command, answer)).execute(List.of("true"), null, TIMEOUT))
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason())
                                .as(failure.getMessage())
                                .isEqualTo(reason))
                .message()
                .hasSizeLessThan(500)
                .matches("[ -~]*");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void endsAProcessThatNeverEnds() throws Exception {
        AgentGuestSession session = open(agent("guest-exec-status", "{\"return\": {\"exited\": false}}"));
        assertThatThrownBy(() -> session.execute(List.of("true"), null, Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.SILENT))
                .hasMessage("The command did not end within 1 s.");
        assertThat(asked.getLast()).contains("guest-exec", "kill -KILL", "\"42\"");
    }

    @Test
    void endsTheProcessWhenInterrupted() throws Exception {
        AgentGuestSession session = open(agent("guest-exec-status", "{\"return\": {\"exited\": false}}"));
        CompletableFuture<Throwable> stopped = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                session.execute(List.of("true"), null, Duration.ofMinutes(5));
            } catch (InterruptedException | RuntimeException failure) {
                stopped.complete(failure);
            }
        });
        thread.interrupt();
        assertThat(stopped.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void doesNotLetOneGuestHoldUpAnother() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        GuestLines stuck = agent(command -> command.contains("\"guest-exec-status\"") ? never.join() : "");
        AgentGuestSession waiting = open(stuck);
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                waiting.execute(List.of("true"), null, TIMEOUT);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(open(agent(command -> ""))
                        .execute(List.of("true"), null, TIMEOUT)
                        .exitCode())
                .isEqualTo(3);
        never.complete("");
        thread.join();
    }

    @Test
    void cutsOutputAtOneMebibyte() throws Exception {
        String output = Base64.getEncoder().encodeToString(new byte[GuestSession.OUTPUT_LIMIT + 1]);
        GuestLines lines = agent(
                "guest-exec-status",
                "{\"return\": {\"exited\": true, \"exitcode\": 0, \"out-data\": \"" + output + "\"}}");
        Execution execution = open(lines).execute(List.of("true"), null, TIMEOUT);
        assertThat(execution.output()).hasSize(GuestSession.OUTPUT_LIMIT);
        assertThat(execution.truncated()).isTrue();
    }

    @Test
    void refusesWhatIsNoCommand() throws Exception {
        AgentGuestSession session = open(agent(command -> ""));
        List<List<String>> wrong =
                List.of(List.of(), List.of(""), List.of("-a"), List.of("a", "b\0c"), List.of("a".repeat(300_000)));
        for (List<String> command : wrong) {
            assertThatThrownBy(() -> session.execute(command, null, TIMEOUT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> session.execute(List.of("a"), new byte[GuestSession.INPUT_LIMIT + 1], TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.readFile("relative", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
