package io.pando.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.database.TestDatabase;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private Path target;

    /** Says that time has passed whenever the test wants it. */
    private final Queue<Runnable> watching = new ConcurrentLinkedQueue<>();

    private String etag = "\"1\"";
    private int status = 200;
    private boolean breaks;
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        target = folder.resolve("source");
        server = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 10);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        ranges.add(String.valueOf(range));
        if (!etag.isEmpty()) {
            exchange.getResponseHeaders().add("ETag", etag);
        }
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        int begin = range != null && etag.equals(condition) ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        if (begin == CONTENT.length) {
            exchange.sendResponseHeaders(416, -1);
            exchange.close();
            return;
        }
        if (begin > 0) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes %d-%d/%d".formatted(begin, CONTENT.length - 1, CONTENT.length));
        }
        exchange.sendResponseHeaders(begin > 0 ? 206 : 200, CONTENT.length - begin);
        int end = breaks ? CONTENT.length / 2 : CONTENT.length;
        exchange.getResponseBody().write(CONTENT, begin, end - begin);
        exchange.getResponseBody().flush();
        breaks = false;
        exchange.close();
    }

    private Downloads downloads(String... further) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "pando.imports.fetch-allow",
                "127.0.0.2/32",
                "pando.imports.fetch-ports",
                String.valueOf(server.getAddress().getPort())));
        for (int index = 0; index < further.length; index += 2) {
            settings.put(further[index], further[index + 1]);
        }
        PandoProperties properties = TestDatabase.properties(settings);
        return new Downloads(
                host -> List.of(InetAddress.ofLiteral("127.0.0.2")),
                AddressRules.allowing(properties.imports().fetchAllow()),
                (period, look) -> {
                    assertThat(period).isEqualTo(Duration.ofSeconds(60));
                    watching.add(look);
                    return () -> watching.remove(look);
                },
                properties);
    }

    private String url() {
        return "http://files.example:%d/disk".formatted(server.getAddress().getPort());
    }

    @Test
    void bringsAFileThatOnlyItsUserMayRead() throws Exception {
        List<Long> told = new ArrayList<>();

        downloads().fetch(url(), target, (bytes, total) -> {
            assertThat(total).isEqualTo(CONTENT.length);
            told.add(bytes);
        });

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(told).isSorted().endsWith((long) CONTENT.length);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
    }

    @Test
    void goesOnWhereItBrokeOff() throws Exception {
        breaks = true;
        assertThatThrownBy(() -> downloads().fetch(url(), target, (bytes, total) -> {}))
                .isInstanceOfSatisfying(ProblemException.class, broken -> {
                    assertThat(broken.type()).isEqualTo(ProblemType.DOWNLOAD_FAILED);
                    assertThat(broken.passing()).isTrue();
                });

        downloads().fetch(url(), target, (bytes, total) -> {});

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(ranges).containsExactly("null", "bytes=%d-".formatted(CONTENT.length / 2));
    }

    /** As when the server was killed after the last byte: nothing is left to be asked for. */
    @Test
    void beginsAnewWhereAllOfItIsThere() throws Exception {
        downloads().fetch(url(), target, (bytes, total) -> {});

        downloads().fetch(url(), target, (bytes, total) -> {});

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(ranges).containsExactly("null", "bytes=%d-".formatted(CONTENT.length), "null");
    }

    @Test
    void beginsAnewWhenTheFileHasChanged() throws Exception {
        Files.write(target, Arrays.copyOf(new byte[] {1, 2, 3}, 1000));
        Files.writeString(folder.resolve("source.etag"), "\"0\"");

        downloads().fetch(url(), target, (bytes, total) -> {});

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(ranges).containsExactly("bytes=1000-");
    }

    @Test
    void beginsAnewWhereNothingSaysThatItIsTheSameFile() throws Exception {
        etag = "";
        breaks = true;
        assertThatThrownBy(() -> downloads().fetch(url(), target, (bytes, total) -> {}))
                .isInstanceOf(ProblemException.class);

        downloads().fetch(url(), target, (bytes, total) -> {});

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(ranges).containsExactly("null", "null");
    }

    @Test
    void tellsWhetherTryingAgainMayHelp() {
        for (int refusal : new int[] {401, 404, 410, 503}) {
            status = refusal;
            assertThatThrownBy(() -> downloads().fetch(url(), target, (bytes, total) -> {}))
                    .isInstanceOfSatisfying(ProblemException.class, refused -> {
                        assertThat(refused.problem().detail()).contains(String.valueOf(refusal));
                        assertThat(refused.passing()).isEqualTo(refusal == 503);
                    });
        }
    }

    @Test
    void leavesWhatIsTooLarge() {
        assertThatThrownBy(() -> downloads("pando.imports.largest-gib", "0").fetch(url(), target, (bytes, total) -> {}))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.type()).isEqualTo(ProblemType.TOO_LARGE));
        assertThat(target).doesNotExist();
    }

    @Test
    void isEndedByWhoeverIsTold() {
        assertThatThrownBy(() -> downloads().fetch(url(), target, (bytes, total) -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
    }

    private void aWindowPasses() {
        watching.forEach(Runnable::run);
    }

    /** Begins to answer, and then says nothing more until it is told to. */
    private void silentAfterOneByte() {
        server.removeContext("/");
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1);
            exchange.getResponseBody().flush();
            try {
                goOn.await();
                exchange.getResponseBody().write(CONTENT, 1, CONTENT.length - 1);
                exchange.close();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void isTooSlow(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(ProblemException.class, slow -> {
            assertThat(slow.type()).isEqualTo(ProblemType.DOWNLOAD_FAILED);
            assertThat(slow.problem().detail()).isEqualTo("In 60 s, less than 1 KiB a second came from the server.");
            assertThat(slow.passing()).as("tried again by itself").isFalse();
        });
    }

    @Test
    @Timeout(20)
    void leavesAServerThatSendsTooLittle() {
        silentAfterOneByte();

        assertThatThrownBy(() -> downloads("pando.imports.fetch-least-kib", "1")
                        .fetch(
                                url(),
                                target,
                                (bytes, total) -> Thread.ofVirtual().start(this::aWindowPasses)))
                .satisfies(DownloadsTest::isTooSlow);
        assertThat(watching).as("nobody looks any more").isEmpty();
    }

    @Test
    @Timeout(20)
    void leavesAServerThatDoesNotEvenAnswer() {
        CountDownLatch asked = new CountDownLatch(1);
        server.removeContext("/");
        server.createContext("/", exchange -> asked.countDown());
        Thread.ofVirtual().start(() -> {
            try {
                asked.await();
                aWindowPasses();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() ->
                        downloads("pando.imports.fetch-least-kib", "1").fetch(url(), target, (bytes, total) -> {}))
                .satisfies(DownloadsTest::isTooSlow);
    }

    @Test
    @Timeout(20)
    void staysWithAnyServerWhereNothingIsAskedOfIt() throws Exception {
        silentAfterOneByte();
        downloads("pando.imports.fetch-least-kib", "0").fetch(url(), target, (bytes, total) -> {
            aWindowPasses();
            goOn.countDown();
        });

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void whatCameIsCountedAnewInEachWindow() {
        AtomicInteger ended = new AtomicInteger();
        LeastSpeed speed = new LeastSpeed(100, ended::incrementAndGet);
        for (int window = 1; window <= 3; window++) {
            speed.received(window * 100L);
            speed.look();
        }
        assertThat(speed.missed()).isFalse();
        assertThat(ended).hasValue(0);

        speed.received(399);
        speed.look();

        assertThat(speed.missed()).isTrue();
        assertThat(ended).hasValue(1);
    }
}
