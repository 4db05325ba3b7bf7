package io.pando.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.GuestAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways into a real guest. */
@Tag("guest")
class GuestsOnQemuTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static QemuGuest guest;
    private static Guests guests;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createTempDirectory("pando");
        guest = QemuGuest.start("tiny", folder, 256, true);
        guests = new Guests(host -> guest);
    }

    @AfterAll
    static void stop() throws Exception {
        guests.close();
        guest.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = GuestAccess.class,
            names = {"AGENT", "CONSOLE"})
    void runsCommandsAndMovesFiles(GuestAccess way) throws Exception {
        long t0 = System.nanoTime();
        try (GuestSession session = guests.open(guest.address(), way, QemuGuest.LOGIN, PATIENCE)) {
            System.out.println(way + " open " + (System.nanoTime() - t0) / 1_000_000);
            t0 = System.nanoTime();
            assertThat(session.way()).isEqualTo(way);
            GuestSession.Execution execution = session.execute(
                    List.of("sh", "-c", "cat; id -u; echo \"$1\" >&2; exit 7", "sh", "it's"),
                    "in\0put".getBytes(UTF_8),
                    TIMEOUT);
            System.out.println(way + " exec " + (System.nanoTime() - t0) / 1_000_000);
            t0 = System.nanoTime();
            assertThat(execution.text()).isEqualTo("in\0put0\n");
            assertThat(execution.errorText()).isEqualTo("it's\n");
            assertThat(execution.exitCode()).isEqualTo(7);
            byte[] content = new byte[200_000];
            new Random(1).nextBytes(content);
            session.writeFile("/root/file", content, 0640);
            System.out.println(way + " write " + (System.nanoTime() - t0) / 1_000_000);
            t0 = System.nanoTime();
            assertThat(session.readFile("/root/file", 300_000)).isEqualTo(content);
            System.out.println(way + " read " + (System.nanoTime() - t0) / 1_000_000);
            assertThat(session.execute(List.of("stat", "-c", "%a", "/root/file"), null, TIMEOUT)
                            .text())
                    .isEqualTo("640\n");
            t0 = System.nanoTime();
            System.out.println(GuestFacts.read(session));
            System.out.println(way + " facts " + (System.nanoTime() - t0) / 1_000_000);
        }
    }
}
