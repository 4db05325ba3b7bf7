package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.pando.api.CreateUpload;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.api.Upload;
import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.hostile.HostileFile;
import io.pando.diskimage.hostile.HostileFiles;
import io.pando.diskimage.hostile.HostileMixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is hostile is refused by every way in: soon, before any other program is started, with no look at what it points to, and without
 * anything left behind.
 */
@Tag("slow")
@Tag("alone")
class HostileImportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long MOST_GROWTH = 64L << 20;
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

    private final AtomicInteger asked = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path canary;

    @SuppressWarnings("NullAway.Init")
    private ServerSocket canaryPort;

    @SuppressWarnings("NullAway.Init")
    private HttpServer files;

    @SuppressWarnings("NullAway.Init")
    private ImportServer server;

    private int number;

    private volatile byte[] served = new byte[0];

    @BeforeEach
    void start() throws IOException {
        Path imports = Files.createDirectories(folder.resolve("import"));
        canary = Files.write(imports.resolve("canary"), new byte[1 << 20]);
        Files.getFileAttributeView(canary, BasicFileAttributeView.class).setTimes(null, LONG_AGO, null);
        canaryPort = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!canaryPort.isClosed()) {
                try {
                    canaryPort.accept().close();
                    asked.incrementAndGet();
                } catch (IOException closed) {
                    return;
                }
            }
        });
        files = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 50);
        files.createContext("/", exchange -> {
            byte[] bytes = served;
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        files.start();
        server = new ImportServer(
                folder.resolve("data"),
                imports,
                "--pando.imports.fetch-allow=127.0.0.2/32",
                "--pando.imports.fetch-ports=" + files.getAddress().getPort());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        files.stop(0);
        canaryPort.close();
    }

    /** A way in, which gives the problem that was answered. */
    private interface Way {
        Problem offer(HostileFile file, byte[] content, String name) throws IOException;
    }

    @Test
    void everyWayInRefusesEveryHostileFile() throws IOException {
        List<HostileFile> all = HostileFiles.all(canary.toString(), canaryPort.getLocalPort());
        List<String> wrong = new ArrayList<>();
        System.gc();
        long before = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();

        for (int index = 0; index < all.size(); index++) {
            // A job for each address takes its time: every second file is more than enough.
            List<Way> ways = index % 2 == 0
                    ? List.of(this::byPath, this::byUpload, this::byAddress)
                    : List.of(this::byPath, this::byUpload);
            wrong.addAll(accepted(all.get(index), ways));
        }
        for (HostileFile file : HostileFiles.withinArchives(all)) {
            wrong.addAll(accepted(file, List.of(this::byUpload)));
        }
        System.gc();
        long grown = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() - before;

        assertThat(wrong).isEmpty();
        assertThat(number).as("files times ways").isGreaterThan(3 * 300);
        assertThat(server.bean(ImageGate.class).programsStarted())
                .as("programs started before a file was refused")
                .isZero();
        assertThat(grown).as("heap that is kept").isLessThan(MOST_GROWTH);
        // Every file system that keeps access times moves one that is older than the last change, once somebody reads.
        assertThat(Files.readAttributes(canary, BasicFileAttributes.class).lastAccessTime())
                .as("nobody has read the canary")
                .isEqualTo(LONG_AGO);
        assertThat(asked.get()).as("connections to the canary").isZero();
        assertThat(server.ask("GET", "/images", null, Page.class).total()).isZero();
        assertThat(left("uploads")).isEmpty();
        assertThat(left("imports")).isEmpty();
    }

    /** What was not refused, or not soon. */
    private List<String> accepted(HostileFile file, List<Way> ways) throws IOException {
        List<String> wrong = new ArrayList<>();
        byte[] content = file.content().get();
        for (Way way : ways) {
            Problem problem = Problem.of(ProblemType.INTERNAL, "Not offered", null, List.of());
            Duration quickest = PATIENCE.plusNanos(1);
            // A machine that is busy with something else gets three tries.
            for (int attempt = 0; attempt < 3 && quickest.compareTo(PATIENCE) > 0; attempt++) {
                long begin = System.nanoTime();
                problem = way.offer(file, content, "h" + ++number);
                quickest = Duration.ofNanos(System.nanoTime() - begin);
            }
            boolean refused = problem.status() == 422 || problem.status() == 413;
            if (!refused || quickest.compareTo(PATIENCE) > 0) {
                wrong.add("%s: %s after %s".formatted(file, problem, quickest));
            }
        }
        return wrong;
    }

    /** What the other test counts would be counted: a file that is right goes on to qemu-img. */
    @Test
    void aFileThatIsRightGoesOn() {
        Upload upload = server.upload("right", HostileMixtures.rightOf(DiskFormat.QCOW2));

        server.ask("POST", "/images", wanted("right", DiskFormat.QCOW2, null, upload.id(), null), Job.class);

        ImageGate gate = server.bean(ImageGate.class);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (gate.programsStarted() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(gate.programsStarted()).isPositive();
    }

    private static ImportImage wanted(
            String name, DiskFormat format, @Nullable String path, @Nullable String upload, @Nullable String url) {
        return new ImportImage(name, null, path, format.label(), null, null, null, null, upload, url, null, null);
    }

    private Problem byPath(HostileFile file, byte[] content, String name) throws IOException {
        Path path = Files.write(folder.resolve("import/" + name), content);
        Problem problem = outcome(wanted(name, file.declared(), path.toString(), null, null));
        Files.delete(path);
        return problem;
    }

    private Problem byUpload(HostileFile file, byte[] content, String name) {
        if (content.length == 0) {
            HttpResponse<byte[]> refused = server.send("POST", "/uploads", new CreateUpload(name, 0, null, null));
            return ImportServer.problem(refused);
        }
        Upload upload = server.upload(name, content);
        Problem problem = outcome(wanted(name, file.declared(), null, upload.id(), null));
        assertThat(server.send("DELETE", "/uploads/" + upload.id(), null).statusCode())
                .isEqualTo(204);
        return problem;
    }

    private Problem byAddress(HostileFile file, byte[] content, String name) {
        served = content;
        return outcome(wanted(
                name,
                file.declared(),
                null,
                null,
                "http://127.0.0.2:%d/%s".formatted(files.getAddress().getPort(), name)));
    }

    /** Why it was refused, at once or by its job. */
    private Problem outcome(ImportImage wanted) {
        HttpResponse<byte[]> response = server.send("POST", "/images", wanted);
        if (response.statusCode() != 202) {
            return ImportServer.problem(response);
        }
        Job job = server.ended(
                ImportServer.JSON.readValue(response.body(), Job.class).id());
        Problem problem = job.problem();
        return problem == null
                ? Problem.of(ProblemType.INTERNAL, "It was not refused: " + job.state(), null, List.of())
                : problem;
    }

    private List<String> left(String name) {
        Path place = folder.resolve("data").resolve(name);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(place)) {
            return found.map(file -> file.toString().toLowerCase(Locale.ROOT)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
