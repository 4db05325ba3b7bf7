package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * By the address of an image nobody gets at what is around the server. Only 127.0.0.2 is allowed here; a canary listens at the same port
 * of every other address of the machine's own that is spelled below.
 */
class FetchRulesTest {
    private final AtomicInteger reached = new AtomicInteger();
    private final List<ServerSocket> canaries = new ArrayList<>();
    private final ConcurrentHashMap<String, String> redirections = new ConcurrentHashMap<>();
    private final AtomicInteger served = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer allowed;

    @SuppressWarnings("NullAway.Init")
    private ImportServer server;

    private int port;

    @BeforeEach
    void start() throws IOException {
        allowed = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 50);
        port = allowed.getAddress().getPort();
        allowed.createContext("/", exchange -> {
            served.incrementAndGet();
            String next = redirections.get(exchange.getRequestURI().getPath());
            if (next == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.getResponseHeaders().add("Location", next);
                exchange.sendResponseHeaders(302, -1);
            }
            exchange.close();
        });
        allowed.start();
        for (String address : List.of("127.0.0.1", "127.1.2.3", "::1")) {
            listen(address);
        }
        server = new ImportServer(
                folder.resolve("data"),
                folder,
                "--pando.imports.fetch-allow=127.0.0.2/32",
                "--pando.imports.fetch-ports=80,443," + port);
        ImportServer.NAMES.clear();
        InetAddress inside = InetAddress.ofLiteral("127.0.0.1");
        InetAddress outside = InetAddress.ofLiteral("127.0.0.2");
        ImportServer.NAMES.put("localhost", () -> List.of(inside));
        ImportServer.NAMES.put("inside.example", () -> List.of(inside));
        ImportServer.NAMES.put("both.example", () -> List.of(outside, inside));
        ImportServer.NAMES.put("files.example", () -> List.of(outside));
    }

    private void listen(String address) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        canaries.add(socket);
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    socket.accept().close();
                    reached.incrementAndGet();
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        allowed.stop(0);
        for (ServerSocket canary : canaries) {
            canary.close();
        }
    }

    /** Spellings of addresses that are not public; PORT is the canary's. */
    private static final List<String> SPELLINGS = List.of(
            "http://127.0.0.1:PORT/",
            "http://127.1.2.3:PORT/",
            "http://127.1:PORT/",
            "http://127.0.1:PORT/",
            "http://0.0.0.0:PORT/",
            "http://0:PORT/",
            "http://2130706433:PORT/",
            "http://0x7f000001:PORT/",
            "http://0x7f.0.0.1:PORT/",
            "http://0x7f.1:PORT/",
            "http://017700000001:PORT/",
            "http://0177.0.0.1:PORT/",
            "http://0177.0.0.01:PORT/",
            "http://127.0.0.01:PORT/",
            "http://127.000.000.001:PORT/",
            "http://127.0.0.1.:PORT/",
            "http://4294967296.1:PORT/",
            "http://256.0.0.1:PORT/",
            "http://[::1]:PORT/",
            "http://[0:0:0:0:0:0:0:1]:PORT/",
            "http://[::]:PORT/",
            "http://[::ffff:127.0.0.1]:PORT/",
            "http://[::ffff:7f00:1]:PORT/",
            "http://[::127.0.0.1]:PORT/",
            "http://[64:ff9b::127.0.0.1]:PORT/",
            "http://[64:ff9b::7f00:1]:PORT/",
            "http://[64:ff9b:1::7f00:1]:PORT/",
            "http://[2002:7f00:1::]:PORT/",
            "http://[2001:0:7f00:1::]:PORT/",
            "http://[fe80::1]:PORT/",
            "http://[fe80::1%25lo]:PORT/",
            "http://[fec0::1]:PORT/",
            "http://[fc00::1]:PORT/",
            "http://[fd00:ec2::254]:PORT/",
            "http://[ff02::1]:PORT/",
            "http://[2001:db8::1]:PORT/",
            "http://10.0.0.1:PORT/",
            "http://10.83.0.1:PORT/",
            "http://100.64.0.1:PORT/",
            "http://169.254.169.254/latest/meta-data/",
            "http://172.16.0.1:PORT/",
            "http://172.31.255.255:PORT/",
            "http://192.0.0.1:PORT/",
            "http://192.0.2.1:PORT/",
            "http://192.168.0.1:PORT/",
            "http://198.18.0.1:PORT/",
            "http://198.51.100.1:PORT/",
            "http://203.0.113.1:PORT/",
            "http://224.0.0.1:PORT/",
            "http://240.0.0.1:PORT/",
            "http://255.255.255.255:PORT/",
            "http://localhost:PORT/",
            "http://LOCALHOST:PORT/",
            "http://localhost.:PORT/",
            "http://inside.example:PORT/",
            "http://both.example:PORT/",
            "http://user@127.0.0.1:PORT/",
            "http://user:password@files.example:PORT/",
            "http://127.0.0.2:PORT@127.0.0.1:PORT/",
            "http://127.0.0.2:PORT#@127.0.0.1:PORT/",
            "http://127.0.0.2\\@127.0.0.1:PORT/",
            "http://\uff11\uff12\uff17.0.0.1:PORT/",
            "http://127\u30020\u30020\u30021:PORT/",
            "http://\u2460\u2461\u2466.0.0.1:PORT/",
            "http://files.example:22/",
            "http://files.example:0/",
            "http://files.example:65536/",
            "https://127.0.0.1:PORT/",
            "file:///etc/passwd",
            "ftp://127.0.0.1:PORT/",
            "gopher://127.0.0.1:PORT/_",
            "jar:http://127.0.0.1:PORT/!/x",
            "nbd://127.0.0.1:PORT/",
            "//127.0.0.1:PORT/",
            "http:127.0.0.1:PORT",
            "http:///127.0.0.1:PORT/",
            "http://",
            "127.0.0.1:PORT");

    private HttpResponse<byte[]> offer(String url, boolean dryRun) {
        return server.send(
                "POST",
                "/images" + (dryRun ? "?dryRun=true" : ""),
                new ImportImage("x", null, null, "raw", null, null, null, null, null, url, null, null));
    }

    /** The problem of the import's job. */
    private Problem failure(String url) {
        HttpResponse<byte[]> response = offer(url, false);
        assertThat(response.statusCode()).as(url).isEqualTo(202);
        Job job = server.ended(
                ImportServer.JSON.readValue(response.body(), Job.class).id());
        Problem problem = job.problem();
        assertThat(problem).as(url).isNotNull();
        return problem == null ? Problem.of(ProblemType.INTERNAL, "", null, List.of()) : problem;
    }

    @Test
    void noSpellingOfAnAddressThatIsNotPublicIsAskedFor() {
        for (String spelling : SPELLINGS) {
            String url = spelling.replace("PORT", String.valueOf(port));
            HttpResponse<byte[]> response = offer(url, false);

            assertThat(response.statusCode()).as(url).isEqualTo(422);
            assertThat(ImportServer.problem(response).faults()).as(url).isNotEmpty();
            assertThat(offer(url, true).statusCode()).as(url).isEqualTo(422);
        }
        assertThat(SPELLINGS).hasSizeGreaterThan(30);
        assertThat(reached.get()).isZero();
        assertThat(served.get()).isZero();
    }

    @Test
    void noServerLeadsThereEither() {
        int number = 0;
        for (String spelling : SPELLINGS) {
            String url = spelling.replace("PORT", String.valueOf(port));
            if (url.startsWith("//") || url.chars().anyMatch(letter -> letter > 0x7e)) {
                // These are read as another address, or cannot be sent in a header at all.
                continue;
            }
            int hops = number++ % 5 + 1;
            for (int hop = 1; hop < hops; hop++) {
                redirections.put("/%d/%d".formatted(number, hop), "/%d/%d".formatted(number, hop + 1));
            }
            redirections.put("/%d/%d".formatted(number, hops), url);

            Problem problem = failure("http://files.example:%d/%d/1".formatted(port, number));

            // What is no address at all may be read as a path on the same server, which has nothing there.
            assertThat(problem.status())
                    .as("%s after %d hops: %s", url, hops, problem)
                    .isIn(422, 502);
        }
        assertThat(number).isGreaterThan(30);
        assertThat(served.get()).as("redirections that were followed").isGreaterThan(2 * number);
        assertThat(reached.get()).isZero();
    }

    @Test
    void eachSpellingIsRefusedAfterEveryNumberOfHops() {
        for (String address : List.of("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "inside.example")) {
            for (int hops = 1; hops <= 5; hops++) {
                String base = "/" + address.replaceAll("[^a-z0-9]", "") + hops;
                for (int hop = 1; hop < hops; hop++) {
                    redirections.put(base + "/" + hop, base + "/" + (hop + 1));
                }
                redirections.put(base + "/" + hops, "http://%s:%d/".formatted(address, port));

                assertThat(failure("http://files.example:%d%s/1".formatted(port, base))
                                .status())
                        .isEqualTo(422);
            }
        }
        assertThat(reached.get()).isZero();
    }

    @Test
    void nobodyIsLedOnMoreThanFiveTimes() {
        redirections.put("/circle", "/circle");

        Problem problem = failure("http://files.example:%d/circle".formatted(port));

        assertThat(problem.detail()).contains("more than 5 times");
        assertThat(served.get()).isEqualTo(6);
    }

    /** A name that stands for something else a moment later: the connection goes to what was looked at. */
    @Test
    void aNameThatChangesItsMindChangesNothing() {
        List<InetAddress> answers = List.of(
                InetAddress.ofLiteral("127.0.0.2"),
                InetAddress.ofLiteral("127.0.0.2"),
                InetAddress.ofLiteral("127.0.0.1"));
        Iterator<InetAddress> next = answers.iterator();
        AtomicInteger resolved = new AtomicInteger();
        ImportServer.NAMES.put("rebinding.example", () -> {
            resolved.incrementAndGet();
            return List.of(next.hasNext() ? next.next() : InetAddress.ofLiteral("127.0.0.1"));
        });

        // Asked once when it is offered, once when it is downloaded.
        Problem problem = failure("http://rebinding.example:%d/absent".formatted(port));

        assertThat(problem.type()).isEqualTo(ProblemType.DOWNLOAD_FAILED.uri());
        assertThat(problem.detail()).contains("404");
        assertThat(resolved.get()).isEqualTo(2);
        assertThat(offer("http://rebinding.example:%d/absent".formatted(port), false)
                        .statusCode())
                .isEqualTo(422);
        assertThat(reached.get()).isZero();
    }

    @Test
    void theCanariesWouldNotice() throws IOException {
        new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close();

        long end = System.nanoTime() + 5_000_000_000L;
        while (reached.get() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(reached.get()).isEqualTo(1);
    }
}
