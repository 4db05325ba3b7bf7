package io.pando.bench;

import io.pando.api.AddHost;
import io.pando.api.CreateToken;
import io.pando.api.CreatedToken;
import io.pando.api.Credentials;
import io.pando.api.Host;
import io.pando.api.HostHistory;
import io.pando.api.Image;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Speaks Pando's API as a program with a token does. Thread-safe. */
final class PandoClient {
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .changeDefaultPropertyInclusion(inclusion ->
                    inclusion.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI server;
    private final Map<String, String> headers;

    private PandoClient(URI server, Map<String, String> headers) {
        this.server = server;
        this.headers = Map.copyOf(headers);
    }

    /** Somebody without a credential. */
    static PandoClient stranger(URI server) {
        return new PandoClient(server, Map.of());
    }

    /** Signs in as the page does and takes out a token. */
    static PandoClient signIn(URI server, String name, String password) {
        Map<String, String> cookies = new TreeMap<>();
        keep(stranger(server).send("GET", "/api/v1/about", null), cookies);
        keep(withCookies(server, cookies).send("POST", "/api/v1/session", new Credentials(name, password)), cookies);
        CreatedToken token = JSON.readValue(
                withCookies(server, cookies).demand("POST", "/api/v1/tokens", new CreateToken("bench", null)),
                CreatedToken.class);
        return new PandoClient(server, Map.of("Authorization", "Bearer " + token.secret()));
    }

    private static void keep(HttpResponse<byte[]> response, Map<String, String> cookies) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("Signing in was answered with " + text(response));
        }
        for (String cookie : response.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
    }

    private static PandoClient withCookies(URI server, Map<String, String> cookies) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(
                "Cookie",
                cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; ")));
        String confirmation = cookies.get("XSRF-TOKEN");
        if (confirmation != null) {
            headers.put("X-XSRF-TOKEN", confirmation);
        }
        return new PandoClient(server, headers);
    }

    // --- requests of any kind

    /** Whether the server answers at all. */
    boolean answers() {
        try {
            return send("GET", "/api/v1/about", null).statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Sends a request and gives the answer, whatever its status, when all of it is there. */
    HttpResponse<byte[]> send(String method, String path, @Nullable Object body) {
        try {
            return HTTP.send(request(method, path, body), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(method + " " + path, failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /** The body of an answer that says that the request went well. */
    private byte[] demand(String method, String path, @Nullable Object body) {
        HttpResponse<byte[]> response = send(method, path, body);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException("%s %s was answered with %s".formatted(method, path, text(response)));
        }
        return response.body();
    }

    /** The lines of an answer that goes on and on. */
    Stream<String> lines(String path) {
        try {
            return HTTP.send(request("GET", path, null), HttpResponse.BodyHandlers.ofLines())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(path, failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private HttpRequest request(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        return request.build();
    }

    private static String text(HttpResponse<byte[]> response) {
        return "%d: %s"
                .formatted(response.statusCode(), new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while waiting for the server", cause);
    }

    // --- what the benchmark asks for

    /** Waits until the server can reach its host. */
    Host awaitHost() {
        return Waiting.until(
                "the host to be online",
                () -> hosts().stream()
                        .filter(host -> host.state() == Host.State.ONLINE)
                        .findFirst());
    }

    List<Host> hosts() {
        return JSON.readValue(demand("GET", "/api/v1/hosts", null), new TypeReference<Page<Host>>() {})
                .items();
    }

    /** Every host, however many there are. */
    List<Host> allHosts() {
        List<Host> all = new ArrayList<>();
        while (true) {
            Page<Host> page = JSON.readValue(
                    demand("GET", "/api/v1/hosts?limit=100&offset=" + all.size(), null),
                    new TypeReference<Page<Host>>() {});
            all.addAll(page.items());
            if (page.items().isEmpty() || all.size() >= page.total()) {
                return all;
            }
        }
    }

    void addHost(AddHost wanted) {
        demand("POST", "/api/v1/hosts", wanted);
    }

    HostHistory history(String hostId) {
        return JSON.readValue(demand("GET", "/api/v1/hosts/" + hostId + "/history", null), HostHistory.class);
    }

    /** Imports an image and waits until it can be used. */
    Image importImage(ImportImage wanted) {
        Job job = JSON.readValue(demand("POST", "/api/v1/images", wanted), Job.class);
        Job ended = awaitEnd(job.id());
        if (ended.state() != Job.State.DONE) {
            throw new IllegalStateException(
                    "The import of %s is %s: %s".formatted(wanted.name(), ended.state(), ended.problem()));
        }
        return image(wanted.name());
    }

    Job post(String path, @Nullable Object body) {
        return JSON.readValue(demand("POST", path, body), Job.class);
    }

    Image image(String name) {
        return JSON.readValue(demand("GET", "/api/v1/images/" + name, null), Image.class);
    }

    Machine machine(String id) {
        return JSON.readValue(demand("GET", "/api/v1/machines/" + id, null), Machine.class);
    }

    void create(String path, Object body) {
        demand("POST", path, body);
    }

    void change(String path, Object body) {
        demand("PUT", path, body);
    }

    Job awaitEnd(long job) {
        return Waiting.until("the end of job " + job, () -> {
            Job now = JSON.readValue(demand("GET", "/api/v1/jobs/" + job, null), Job.class);
            return java.util.Optional.of(now).filter(seen -> seen.finishedAt() != null);
        });
    }
}
