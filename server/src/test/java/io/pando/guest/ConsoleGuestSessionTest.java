package io.pando.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleGuestSessionTest {
    private static final Login LOGIN = Login.of("ada", FakeConsole.PASSWORD);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private FakeConsole console;
    private SerialHub hub;

    @BeforeEach
    void prepare() {
        shell("dash -i");
    }

    @AfterEach
    void close() {
        hub.close();
        console.close();
    }

    private void shell(String commandLine) {
        console = new FakeConsole(folder, commandLine);
        // Not everybody who runs the tests is root.
        console.program("id", "echo 0\n");
        console.program("dmesg", "exit 0\n");
        hub = new SerialHub(console::open, "test", Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    private GuestSession open(Login login, Duration patience) throws InterruptedException {
        return ConsoleGuestSession.open(hub.start().seize().orElseThrow(), login, Deadline.in(patience), text -> {});
    }

    private GuestSession open() throws InterruptedException {
        console.start();
        return open(LOGIN, TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash -i", "busybox sh -i", "bash -i", "bash --posix -i"})
    void runsCommandsInEveryShell(String commandLine) throws Exception {
        shell(commandLine);
        try (GuestSession session = open()) {
            Execution execution = session.execute(
                    List.of("sh", "-c", "cat; echo 'to $1' >&2; exit 3"), "in\0put\n".getBytes(UTF_8), TIMEOUT);
            assertThat(execution.exitCode()).isEqualTo(3);
            assertThat(execution.output()).isEqualTo("in\0put\n".getBytes(UTF_8));
            assertThat(execution.errorText()).isEqualTo("to $1\n");
            assertThat(execution.truncated()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash -i", "busybox sh -i", "bash -i"})
    void endsACommandThatTakesTooLongAndGoesOn(String commandLine) throws Exception {
        shell(commandLine);
        try (GuestSession session = open()) {
            assertThatThrownBy(() -> session.execute(
                            List.of("sh", "-c", "trap '' INT TERM; sleep 4321 & sleep 4321; true"),
                            null,
                            Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(
                            GuestException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.SILENT))
                    .hasMessage("The command did not end within 1 s.");
            assertThat(session.execute(List.of("echo", "on"), null, TIMEOUT).text())
                    .isEqualTo("on\n");
        }
    }
}
