package io.pando.builder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.api.Host;
import io.pando.builder.BuilderException.Reason;
import io.pando.configuration.PandoProperties;
import io.pando.database.TestDatabase;
import io.pando.host.ApplianceSpecification;
import io.pando.host.Appliances;
import io.pando.host.GuestLines;
import io.pando.host.Hosts;
import io.pando.host.Hypervisor;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of appliances that are started and do not begin. */
class BuilderStartsTest {
    private final TestDatabase database = TestDatabase.sqlite();
    private final RunStore runs = new RunStore(database.database());

    /** What each appliance that is started says, in turn; null is silence. */
    private final Queue<String> said = new ArrayDeque<>();

    private int started;
    private boolean there;

    @TempDir
    private Path folder;

    private BuilderResult run() throws Exception {
        Files.writeString(folder.resolve("vmlinuz"), "kernel");
        Files.writeString(folder.resolve("initramfs"), "initramfs");
        PandoProperties properties = TestDatabase.properties(
                Map.of("pando.builder.appliance", folder.toString(), "pando.builder.start-timeout", "30ms"));
        Builder builder =
                new Builder(properties, new OneHost(), new ApplianceFiles(properties), runs, Clock.systemUTC());
        return builder.run(
                BuilderTask.of(
                        new UUID(0, 1),
                        "host",
                        "A test",
                        List.of(),
                        new BuilderScript("test.sh", "true\n"),
                        BuilderLimits.USUAL),
                progress -> {});
    }

    @BeforeEach
    void nothingIsThere() {
        assertThat(there).isFalse();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(there).isFalse();
        assertThat(runs.hosts()).isEmpty();
        database.close();
    }

    @Test
    void oneThatStaysSilentIsStartedAnew() throws Exception {
        said.addAll(List.of("", "ready 1 0\nend 0 0\n"));

        assertThat(run().exitStatus()).isZero();
        assertThat(started).isEqualTo(2);
    }

    @Test
    void oneThatEndsBeforeItIsReadyIsStartedAnew() throws Exception {
        said.addAll(List.of("off", "off", "ready 1 0\nend 0 0\n"));

        assertThat(run().exitStatus()).isZero();
        assertThat(started).isEqualTo(3);
    }

    @Test
    void afterThreeStartsItSaysSo() {
        BuilderException failure = catchThrowableOfType(BuilderException.class, this::run);

        assertThat(failure.reason()).isEqualTo(Reason.SILENT);
        assertThat(failure).hasMessageContaining("started 3 times");
        assertThat(started).isEqualTo(3);
    }

    /** It may have changed a disk already. */
    @Test
    void oneThatHasBegunIsNotStartedAnew() {
        said.addAll(List.of("ready 1 0\nready 1 0\n", "ready 1 0\nend 0 0\n"));

        assertThat(catchThrowableOfType(BuilderException.class, this::run).reason())
                .isEqualTo(Reason.BROKEN);
        assertThat(started).isEqualTo(1);
    }

    private final class OneHost implements Hosts {
        @Override
        public Hypervisor hypervisor(String hostId) {
            return (Hypervisor) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Hypervisor.class}, (proxy, method, arguments) -> {
                        assertThat(method.getName()).isEqualTo("appliances");
                        return new Started();
                    });
        }

        @Override
        public Optional<Host> find(String hostId) {
            return Optional.empty();
        }

        @Override
        public Optional<Standing> standing(String hostId) {
            return Optional.empty();
        }

        @Override
        public List<Host> all() {
            return List.of();
        }

        @Override
        public Host home() {
            throw new UnsupportedOperationException();
        }
    }

    private final class Started implements Appliances {
        @Override
        public void provide(String name, Path file, String sha256) {}

        @Override
        public void start(ApplianceSpecification wanted) {
            assertThat(there).isFalse();
            there = true;
            started++;
        }

        @Override
        public GuestLines.SerialLine open(UUID uuid) {
            return new Line(said.isEmpty() ? "" : said.remove());
        }

        @Override
        public boolean exists(UUID uuid) {
            return there;
        }

        @Override
        public void remove(UUID uuid) {
            there = false;
        }
    }

    private static final class Line implements GuestLines.SerialLine {
        private String rest;

        Line(String rest) {
            this.rest = rest;
        }

        @Override
        public int read(byte[] buffer, Duration wait) {
            if (rest.equals("off")) {
                return -1;
            }
            // A line at a time: nothing may come before it is asked for.
            int end = rest.indexOf('\n') + 1;
            byte[] bytes = rest.substring(0, end).getBytes(UTF_8);
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            rest = rest.substring(end);
            return bytes.length;
        }

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void close() {}
    }
}
