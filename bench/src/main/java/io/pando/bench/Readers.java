package io.pando.bench;

import io.pando.api.CreateProject;
import io.pando.api.CreateUser;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.SetMember;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long people wait who all look at what their project has at the same time: each is signed in for himself, and asks for the next
 * thing as soon as the last one is there.
 */
final class Readers {
    private static final int READERS = 200;

    /** By each: as many first, unmeasured, because it takes some seconds of such load until the compiler has seen what matters. */
    private static final int READS = 100;

    private static final int MACHINES = 1_000;
    private static final double BOUND_MILLIS = 300;
    private static final String PROJECT = "lab";
    private static final List<String> PATHS = List.of(
            "/api/v1/machines?project=" + PROJECT + "&limit=20",
            "/api/v1/session",
            "/api/v1/jobs?limit=20",
            "/api/v1/images",
            "/api/v1/projects");

    private final Installation installation;

    Readers(Installation installation) {
        this.installation = installation;
    }

    /** Needs a server that runs and has the image tiny; starts it anew. */
    Measurement measure() {
        PandoClient administrator = installation.administrator();
        administrator.create("/api/v1/projects", new CreateProject(PROJECT, null, null));
        List<PandoClient> readers = new ArrayList<>();
        for (int number = 0; number < READERS; number++) {
            readers.add(reader(administrator, "reader-" + number));
        }
        String image = administrator.image("tiny").id();
        installation.stop();
        ManyMachines.write(installation.data(), installation.administratorName(), PROJECT, image, MACHINES);
        installation.start();
        administrator.awaitHost();
        read(readers);
        Samples millis = read(readers);
        return Measurement.atMost(
                BOUND_MILLIS,
                "import: %d people read at once, each without a pause, ms (p99 of %,d)"
                        .formatted(READERS, READERS * READS),
                millis.percentile(99),
                Map.of("read, ms", millis.values(), "median, ms", List.of(millis.median())));
    }

    private PandoClient reader(PandoClient administrator, String name) {
        String password = UUID.randomUUID().toString();
        administrator.create("/api/v1/users", new CreateUser(name, null, password, Role.MEMBER));
        administrator.change(
                "/api/v1/projects/%s/members/%s".formatted(PROJECT, name), new SetMember(ProjectRole.VIEWER));
        return installation.as(name, password);
    }

    private static Samples read(List<PandoClient> readers) {
        Samples all = new Samples();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> reading = readers.stream()
                    .map(reader -> threads.submit(() -> read(reader)))
                    .toList();
            for (Future<List<Double>> each : reading) {
                each.get().forEach(all::add);
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Somebody could not read", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while people read", interrupted);
        }
        return all;
    }

    private static List<Double> read(PandoClient reader) {
        List<Double> millis = new ArrayList<>();
        for (int number = 0; number < READS; number++) {
            String path = PATHS.get(number % PATHS.size());
            long begin = System.nanoTime();
            HttpResponse<byte[]> response = reader.send("GET", path, null);
            millis.add((System.nanoTime() - begin) / 1e6);
            if (response.statusCode() != 200) {
                throw new IllegalStateException("%s was answered with %d".formatted(path, response.statusCode()));
            }
        }
        return millis;
    }
}
