package io.pando.bench;

import io.pando.api.Copy;
import io.pando.api.Credentials;
import io.pando.api.Host;
import io.pando.api.Image;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server's process takes of the machine's memory after it has answered requests of all kinds. */
final class ServerMemory {
    private static final int REQUESTS = 200;
    private static final double BOUND_MB = 450;

    private record Request(
            String method, String path, @Nullable Object body) {
        static Request get(String path) {
            return new Request("GET", path, null);
        }
    }

    private final Installation installation;

    ServerMemory(Installation installation) {
        this.installation = installation;
    }

    /** Needs a server that has just been started. */
    Measurement measure() {
        PandoClient client = installation.administrator();
        Host host = client.awaitHost();
        Image image = client.image("tiny");
        double before = installation.memory("VmRSS");
        List<Request> kinds = List.of(
                Request.get("/api/v1/about"),
                Request.get("/"),
                Request.get("/api/v1/openapi.json"),
                Request.get("/api/v1/tokens"),
                Request.get("/api/v1/users"),
                Request.get("/api/v1/hosts"),
                Request.get("/api/v1/hosts/" + host.id()),
                Request.get("/api/v1/images"),
                Request.get("/api/v1/images/" + image.id()),
                Request.get("/api/v1/machines"),
                Request.get("/api/v1/machines?owner=all&sort=name&limit=100"),
                Request.get("/api/v1/machines/nobody-knows-it"),
                Request.get("/api/v1/jobs?owner=all&limit=100"),
                Request.get("/api/v1/jobs/1"),
                Request.get("/api/v1/jobs/x"),
                Request.get("/machines"),
                new Request("POST", "/api/v1/machines?dryRun=true", CloneGroup.machine("some", image, Copy.LINKED)),
                new Request("POST", "/api/v1/machines?dryRun=true", Map.of("name", "some", "colour", "green")),
                new Request("POST", "/api/v1/hosts/" + host.id() + "/probe?dryRun=true", null),
                new Request(
                        "POST",
                        "/api/v1/session",
                        new Credentials(installation.administratorName(), installation.administratorPassword())));
        for (int number = 0; number < REQUESTS; number++) {
            Request request = kinds.get(number % kinds.size());
            int status = client.send(request.method(), request.path(), request.body())
                    .statusCode();
            if (status >= 500) {
                throw new IllegalStateException(
                        "%s %s was answered with %d".formatted(request.method(), request.path(), status));
            }
        }
        double after = installation.memory("VmRSS");
        return Measurement.atMost(
                BOUND_MB,
                "clone: resident memory of the server after %d mixed requests, MB".formatted(REQUESTS),
                after,
                Map.of(
                        "before, MB",
                        List.of(before),
                        "after, MB",
                        List.of(after),
                        "most so far, MB",
                        List.of(installation.memory("VmHWM"))));
    }
}
