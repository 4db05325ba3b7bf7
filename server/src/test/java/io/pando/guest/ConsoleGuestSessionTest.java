package io.pando.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The login on a console and the shell behind it, on a real terminal with real shells, and with everything that gets in between. */
@Tag("slow")
class ConsoleGuestSessionTest {
    private static final Login LOGIN = Login.of("ada", FakeConsole.PASSWORD);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private FakeConsole console;
    private SerialHub hub;

    @BeforeEach
    void prepare() throws Exception {
        shell("dash -i");
    }

    @AfterEach
    void close() {
        hub.close();
        console.close();
    }

    private void shell(String commandLine) throws Exception {
        console = new FakeConsole(folder, commandLine);
        // Not everybody who runs the tests is root.
        console.program("id", "echo 0\n");
        console.program("dmesg", "exit 0\n");
        hub = new SerialHub(console::open, "test", Duration.ofSeconds(30), Duration.ofSeconds(5)).start();
    }

    private GuestSession open(Login login) throws InterruptedException {
        return ConsoleGuestSession.open(hub.seize().orElseThrow(), login, Deadline.in(TIMEOUT), text -> {});
    }

    private GuestSession open() throws InterruptedException {
        console.start();
        return open(LOGIN);
    }

    private static String echo(GuestSession session, String text) throws InterruptedException {
        return session.execute(List.of("printf", "%s", text), null, TIMEOUT).text();
    }

    private static void assertReason(GuestException failure, Reason reason) {
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
        assertThat(failure).hasMessageNotContaining(FakeConsole.PASSWORD).hasMessageNotContaining("wrong one");
    }

    private void assertRefused(Login login, Reason reason) {
        assertThatThrownBy(() -> open(login))
                .isInstanceOfSatisfying(GuestException.class, failure -> assertReason(failure, reason));
        // The console is free again.
        assertThat(hub.seize()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash -i", "busybox sh -i", "bash -i", "bash --posix -i"})
    void runsCommandsFromEveryShell(String commandLine) throws Exception {
        shell(commandLine);
        try (GuestSession session = open()) {
            Execution execution = session.execute(
                    List.of("sh", "-c", "cat; echo 'to $1' \"$1\" >&2; exit 3", "sh", "it's `a` $b \\ \"ä\"\n"),
                    "in\0put\r\n\u0003\u0004".getBytes(UTF_8),
                    TIMEOUT);
            assertThat(execution.exitCode()).isEqualTo(3);
            assertThat(execution.output()).isEqualTo("in\0put\r\n\u0003\u0004".getBytes(UTF_8));
            assertThat(execution.errorText()).isEqualTo("to $1 it's `a` $b \\ \"ä\"\n\n");
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
                    .isInstanceOfSatisfying(GuestException.class, failure -> assertReason(failure, Reason.SILENT))
                    .hasMessage("The command did not end within 1 s.");
            assertThat(echo(session, "on")).isEqualTo("on");
        }
    }

    @Test
    void movesFilesWithEveryByte() throws Exception {
        byte[] content = new byte[70_000];
        new Random(1).nextBytes(content);
        Path file = folder.resolve("a file");
        try (GuestSession session = open()) {
            session.writeFile(file.toString(), content, 0640);
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
            assertThat(session.readFile(file.toString(), 100_000)).isEqualTo(content);
            assertThat(session.readFile(file.toString(), 3)).hasSize(3);
            assertThatThrownBy(() -> session.readFile("/no such file", 3))
                    .isInstanceOfSatisfying(GuestException.class, failure -> assertReason(failure, Reason.REFUSED))
                    .hasMessageContaining("/no such file");
            assertThatThrownBy(() -> session.writeFile("/no/such/folder", content, 0600))
                    .isInstanceOfSatisfying(GuestException.class, failure -> assertReason(failure, Reason.REFUSED));
        }
    }

    @Test
    void standsMessagesOfTheKernel() throws Exception {
        console.noisy(0.2);
        byte[] content = new byte[30_000];
        new Random(2).nextBytes(content);
        Path file = folder.resolve("file");
        try (GuestSession session = open()) {
            session.writeFile(file.toString(), content, 0600);
            assertThat(session.readFile(file.toString(), 100_000)).isEqualTo(content);
        }
    }

    @Test
    void standsLossOfInput() throws Exception {
        byte[] content = new byte[3_000];
        new Random(3).nextBytes(content);
        Path file = folder.resolve("file");
        try (GuestSession session = open()) {
            console.lossy(0.0005);
            session.writeFile(file.toString(), content, 0600);
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
        }
    }

    @Test
    void doesWithoutBase64() throws Exception {
        // The first ones that are found, and they do not work.
        console.program("base64", "exit 1\n");
        console.program("sha256sum", "exit 1\n");
        byte[] content = new byte[2_000];
        new Random(4).nextBytes(content);
        Path file = folder.resolve("file");
        try (GuestSession session = open()) {
            session.writeFile(file.toString(), content, 0600);
            assertThat(session.readFile(file.toString(), 100_000)).isEqualTo(content);
        }
    }

    @Test
    void finishesALineThatIsHalfTyped() throws Exception {
        console.start();
        console.awaitShown("login: ");
        console.type("halfa");
        try (GuestSession session = open(LOGIN)) {
            assertThat(echo(session, "in")).isEqualTo("in");
        }
    }

    @Test
    void leavesAQuestionForAPassword() throws Exception {
        console.start();
        console.awaitShown("login: ");
        console.type("somebody\r");
        console.awaitShown("Password: ");
        try (GuestSession session = open(LOGIN)) {
            assertThat(echo(session, "in")).isEqualTo("in");
        }
    }

    @Test
    void leavesAHalfTypedCommandOfAShellThatIsThere() throws Exception {
        console.start();
        console.awaitShown("login: ");
        console.type("ada\r");
        console.awaitShown("Password: ");
        console.type(FakeConsole.PASSWORD + "\r");
        console.awaitShown("# ");
        console.type("echo 'half");
        try (GuestSession session = open(LOGIN)) {
            assertThat(echo(session, "in")).isEqualTo("in");
        }
    }

    @Test
    void takesOverWhatABrokenSessionLeft() throws Exception {
        GuestSession broken = open();
        assertThat(broken.way()).isNotNull();
        // As if the server had died: nobody logs out.
        hub.close();
        hub = new SerialHub(console::open, "test", Duration.ofSeconds(30), Duration.ofSeconds(5)).start();
        try (GuestSession session = open(LOGIN)) {
            assertThat(echo(session, "in")).isEqualTo("in");
        }
        console.awaitShown("login: ");
    }

    @Test
    void waitsForTheEndOfABoot() throws Exception {
        console.before("for n in 1 2 3 4 5 6 7 8; do sleep 0.3; printf '[  %s] device: found\\r\\n' $n; done");
        try (GuestSession session = open()) {
            assertThat(echo(session, "in")).isEqualTo("in");
        }
    }

    @Test
    void standsATerminalThatTakesAReturnAsItIs() throws Exception {
        console.before("stty -icrnl");
        try (GuestSession session = open()) {
            assertThat(echo(session, "in")).isEqualTo("in");
        }
    }

    @Test
    void saysWhenTheAccountIsWrong() {
        console.start();
        assertRefused(new Login("ada", List.of("wrong one", "another wrong one")), Reason.WRONG_ACCOUNT);
    }

    @Test
    void saysWhenTheAccountIsLocked() {
        console.start();
        assertRefused(Login.of("locked", FakeConsole.PASSWORD), Reason.WRONG_ACCOUNT);
    }

    @Test
    void triesEveryPasswordThatMayBeRight() throws Exception {
        console.start();
        try (GuestSession session = open(new Login("ada", List.of("wrong one", FakeConsole.PASSWORD)))) {
            assertThat(echo(session, "in")).isEqualTo("in");
        }
    }

    @Test
    void saysWhenNobodyAnswers() {
        console.before("sleep 60");
        console.start();
        assertThatThrownBy(() -> ConsoleGuestSession.open(
                        hub.seize().orElseThrow(), LOGIN, Deadline.in(Duration.ofSeconds(3)), text -> {}))
                .isInstanceOfSatisfying(GuestException.class, failure -> assertReason(failure, Reason.SILENT));
    }

    @Test
    void becomesRoot() throws Exception {
        console.program("id", "echo ${SUDO:-1000}\n");
        console.program("sudo", "[ \"$1\" = -n ] && shift && SUDO=0 exec \"$@\"\n");
        try (GuestSession session = open()) {
            assertThat(session.execute(List.of("id"), null, TIMEOUT).text()).isEqualTo("0\n");
        }
    }

    @Test
    void saysWhenItMayNotBecomeRoot() throws Exception {
        console.program("id", "echo 1000\n");
        console.program("sudo", "echo 'sudo: a password is required' >&2; exit 1\n");
        console.start();
        assertRefused(LOGIN, Reason.NOT_ROOT);
    }

    @Test
    void logsInByItselfWhereSomebodyElseLeftAShell() throws Exception {
        console.program("id", "[ \"$NAME\" = root ] && echo 0 || echo 1000\n");
        console.program("sudo", "exit 1\n");
        console.start();
        console.awaitShown("login: ");
        console.type("ada\r");
        console.awaitShown("Password: ");
        console.type(FakeConsole.PASSWORD + "\r");
        console.awaitShown("# ");
        try (GuestSession session = open(Login.of("root", FakeConsole.PASSWORD))) {
            assertThat(session.execute(List.of("sh", "-c", "echo $NAME"), null, TIMEOUT)
                            .text())
                    .isEqualTo("root\n");
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        shell("bash -i");
        Path history = folder.resolve("history");
        console.before("export HISTFILE=" + history);
        String canary = "canary-9f2e";
        try (SerialViewer viewer = hub.attach().orElseThrow()) {
            try (GuestSession session = open()) {
                assertThat(session.execute(List.of("cat"), canary.getBytes(UTF_8), TIMEOUT)
                                .text())
                        .isEqualTo(canary);
                assertThat(echo(session, canary)).isEqualTo(canary);
                assertThat(viewer.type("rm -rf x\r".getBytes(UTF_8), Duration.ZERO))
                        .isFalse();
            }
            StringBuilder seen = new StringBuilder();
            while (seen.indexOf(SerialHub.GIVEN_BACK) < 0) {
                byte[] bytes = viewer.take(Duration.ofSeconds(10));
                assertThat(bytes).as(seen.toString()).isNotNull();
                seen.append(new String(bytes, UTF_8));
            }
            // Not a byte of the session.
            assertThat(seen.toString()).endsWith(SerialHub.TAKEN + SerialHub.GIVEN_BACK);
        }
        assertThat(console.everything()).doesNotContain(canary).doesNotContain(FakeConsole.PASSWORD);
        assertThat(history).doesNotExist();
        for (String place : List.of("/run", "/dev/shm", "/tmp")) {
            try (var files = Files.list(Path.of(place))) {
                assertThat(files)
                        .noneMatch(file -> file.getFileName().toString().startsWith("pando-console."));
            }
        }
        // Logged out: the next one is asked for a name.
        console.awaitShown("login: ");
    }

    @Test
    void stopsAtOnceWhenInterrupted() throws Exception {
        try (GuestSession session = open()) {
            CompletableFuture<Throwable> stopped = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    session.execute(List.of("sleep", "4321"), null, TIMEOUT);
                } catch (InterruptedException | RuntimeException failure) {
                    stopped.complete(failure);
                }
            });
            thread.interrupt();
            assertThat(stopped.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThatThrownBy(() -> echo(session, "more"))
                    .isInstanceOfSatisfying(GuestException.class, failure -> assertReason(failure, Reason.LOST));
        }
    }

    @Test
    void letsOnlyOneSessionIn() throws Exception {
        try (GuestSession session = open()) {
            assertThat(session.way()).isNotNull();
            assertThatThrownBy(hub::seize)
                    .isInstanceOfSatisfying(GuestException.class, failure -> assertReason(failure, Reason.BUSY));
        }
    }
}
