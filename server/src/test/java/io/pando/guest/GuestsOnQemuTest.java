package io.pando.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.GuestAccess;
import io.pando.guest.GuestException.Reason;
import io.pando.host.HostException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways into a real guest, and the choice between them. */
@Tag("guest")
class GuestsOnQemuTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static QemuGuest guest;
    private static Guests guests;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        guest = QemuGuest.start("tiny", folder, 256, true);
        guests = new Guests(host -> guest);
    }

    @AfterAll
    static void stop() {
        guests.close();
        guest.close();
    }

    private static void assertReason(Throwable failure, Reason reason) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        GuestException.class,
                        guestFailure -> assertThat(guestFailure.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @EnumSource(
            value = GuestAccess.class,
            names = {"AGENT", "CONSOLE"})
    void runsCommandsAndMovesFiles(GuestAccess way) throws Exception {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        try (GuestSession session = guests.open(guest.address(), way, QemuGuest.LOGIN, PATIENCE)) {
            assertThat(session.way()).isEqualTo(way);
            GuestSession.Execution execution = session.execute(
                    List.of("sh", "-c", "cat; id -u; echo \"$1\" >&2; exit 7", "sh", "it's"),
                    "in\0put".getBytes(UTF_8),
                    TIMEOUT);
            assertThat(execution.text()).isEqualTo("in\0put0\n");
            assertThat(execution.errorText()).isEqualTo("it's\n");
            assertThat(execution.exitCode()).isEqualTo(7);
            session.writeFile("/root/file", content, 0640);
            assertThat(session.readFile("/root/file", 200_000)).isEqualTo(content);
            assertThat(session.readFile("/root/file", 50_000)).hasSize(50_000);
            assertThat(session.execute(List.of("stat", "-c", "%a", "/root/file"), null, TIMEOUT)
                            .text())
                    .isEqualTo("640\n");
            assertThat(catchRead(session)).isEqualTo(Reason.REFUSED);
        }
    }

    private static Reason catchRead(GuestSession session) throws InterruptedException {
        try {
            session.readFile("/no/such/file", 10);
            throw new AssertionError("was read");
        } catch (GuestException failure) {
            return failure.reason();
        }
    }

    @Test
    void prefersTheAgent() throws Exception {
        List<String> told = new ArrayList<>();
        assertThat(guests.awaitAnswer(guest.address(), GuestAccess.AUTO, QemuGuest.LOGIN, PATIENCE, told::add))
                .isEqualTo(GuestAccess.AGENT);
        assertThat(told).containsExactly("Waiting for the guest's agent or the login on its console");
        assertThat(guests.awaitAnswer(guest.address(), GuestAccess.AUTO, null, PATIENCE, told::add))
                .isEqualTo(GuestAccess.AGENT);
    }

    @Test
    void doesWithoutTheAgent(@TempDir Path folder) throws Exception {
        try (QemuGuest silent = QemuGuest.start("tiny", folder, 256, false)) {
            Guests others = new Guests(host -> silent);
            assertThat(others.awaitAnswer(silent.address(), GuestAccess.AUTO, QemuGuest.LOGIN, PATIENCE, waiting -> {}))
                    .isEqualTo(GuestAccess.CONSOLE);
            // In a hurry nobody waits for an agent first.
            try (GuestSession session =
                    others.open(silent.address(), GuestAccess.AUTO, QemuGuest.LOGIN, Duration.ofSeconds(14))) {
                assertThat(session.way()).isEqualTo(GuestAccess.CONSOLE);
            }
            assertThatThrownBy(() -> others.open(
                            silent.address(), GuestAccess.AUTO, Login.of("root", "wrong"), Duration.ofSeconds(14)))
                    .satisfies(failure -> assertReason(failure, Reason.WRONG_ACCOUNT));
            assertThatThrownBy(() -> others.open(silent.address(), GuestAccess.AGENT, null, Duration.ofSeconds(2)))
                    .satisfies(failure -> assertReason(failure, Reason.SILENT));
            silent.powerOff();
            assertThatThrownBy(() ->
                            others.open(silent.address(), GuestAccess.CONSOLE, QemuGuest.LOGIN, Duration.ofMinutes(1)))
                    .isInstanceOfSatisfying(
                            HostException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(HostException.Reason.WRONG_STATE));
            others.close();
        }
    }

    @Test
    void needsAnAccountForTheConsole() {
        assertThatThrownBy(() -> guests.open(guest.address(), GuestAccess.CONSOLE, null, PATIENCE))
                .satisfies(failure -> assertReason(failure, Reason.WRONG_ACCOUNT));
    }

    @Test
    void opensTheScreen() throws Exception {
        try (ByteChannel screen = guests.openScreen(guest.address())) {
            ByteBuffer greeting = ByteBuffer.allocate(12);
            while (greeting.hasRemaining() && screen.read(greeting) >= 0) {}
            assertThat(new String(greeting.array(), UTF_8)).isEqualTo("RFB 003.008\n");
        }
    }
}
