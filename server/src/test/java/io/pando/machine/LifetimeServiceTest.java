package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.PandoApplication;
import io.pando.access.Users;
import io.pando.database.Database;
import io.pando.database.SettableClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole server, on libvirt's test driver and on a host that it has no link to, with a clock that is moved by hand. */
class LifetimeServiceTest {
    private static final String ELSEWHERE = "elsewhere";

    /** Tomorrow, so that what is queued is not carried out meanwhile. */
    private final SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofDays(1)));

    @Test
    void whatRunsBeyondItsTimeIsSuspendedOnce(@TempDir Path data) {
        try (ConfigurableApplicationContext server = start(data)) {
            Instant end = clock.instant().plusSeconds(60);
            MachineStore store = server.getBean(MachineStore.class);
            MachineRecord due = running(server, "due", end);
            MachineRecord extended = running(server, "extended", end);
            MachineRecord endless = running(server, "endless", null);
            LifetimeService lifetimes = server.getBean(LifetimeService.class);

            lifetimes.endWhatIsOver();
            assertThat(jobs(server)).isEmpty();

            store.recordEnd(extended.id(), end.plusSeconds(3_600));
            clock.advance(Duration.ofSeconds(60));
            lifetimes.endWhatIsOver();
            assertThat(jobs(server)).containsExactly("Suspend machine due: its time is over");

            // Neither at the next look nor when it is time to try again, as long as that job is there.
            lifetimes.endWhatIsOver();
            clock.advance(LifetimeService.PATIENCE);
            lifetimes.endWhatIsOver();
            assertThat(jobs(server)).hasSize(1);

            // It came to nothing: the machine still runs.
            server.getBean(Database.class)
                    .writer()
                    .sql("UPDATE job SET state = 'FAILED'")
                    .update();
            lifetimes.endWhatIsOver();
            assertThat(jobs(server)).hasSize(2);
            assertThat(List.of(due, extended, endless))
                    .extracting(
                            machine -> store.find(machine.id()).orElseThrow().state())
                    .containsOnly(MachineState.RUNNING);
        }
    }

    @Test
    void looksAtSoManyAtOnceAndAtTheOthersNext(@TempDir Path data) {
        try (ConfigurableApplicationContext server = start(data)) {
            int most = LifetimeService.MOST_AT_ONCE;
            IntStream.rangeClosed(0, most).forEach(number -> running(server, "m" + number, clock.instant()));
            LifetimeService lifetimes = server.getBean(LifetimeService.class);

            lifetimes.endWhatIsOver();
            assertThat(jobs(server)).hasSize(most);
            lifetimes.endWhatIsOver();
            assertThat(jobs(server)).hasSize(most + 1);
        }
    }

    private ConfigurableApplicationContext start(Path data) {
        ConfigurableApplicationContext server = new SpringApplicationBuilder(PandoApplication.class)
                .initializers(context -> {
                    if (context instanceof GenericApplicationContext beans) {
                        beans.registerBean("clockMovedByHand", Clock.class, () -> clock, bean -> bean.setPrimary(true));
                    }
                })
                .run(
                        "--server.port=0",
                        "--pando.data=" + data,
                        "--pando.host.uri=test:///default",
                        "--pando.access.administrator-password=correct horse battery");
        // The test looks itself.
        server.getBean(LifetimeTick.class).stop();
        server.getBean(Database.class).writer().sql("""
                        INSERT INTO host (id, name, uri, acceleration, acceleration_explanation, created_at)
                        VALUES (?, 'elsewhere', 'test:///elsewhere', 'EMULATION', '', 0)""").param(ELSEWHERE).update();
        return server;
    }

    private MachineRecord running(ConfigurableApplicationContext server, String name, @Nullable Instant expiresAt) {
        String owner =
                server.getBean(Users.class).findByName("admin").orElseThrow().id();
        MachineRecord machine = MachineStoreTest.machine(owner, ELSEWHERE, name, clock.instant(), List.of(), expiresAt);
        MachineStore store = server.getBean(MachineStore.class);
        store.insert(machine);
        store.move(machine.id(), MachineState.DEFINED, MachineState.PROVISIONING, null);
        store.move(machine.id(), MachineState.PROVISIONING, MachineState.RUNNING, null);
        return machine;
    }

    private static List<String> jobs(ConfigurableApplicationContext server) {
        return server.getBean(Database.class)
                .writer()
                .sql("SELECT title FROM job WHERE kind = ? ORDER BY id")
                .param(MachineJobs.SUSPEND)
                .query(String.class)
                .list();
    }
}
