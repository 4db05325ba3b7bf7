package io.pando;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AuditRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No endpoint changes anything without a record: each that is described and does not only look is asked, and leaves one. */
class AuditOfEveryRouteTest {
    private static final String PASSWORD = "correct horse battery";
    private static final JsonMapper JSON = new JsonMapper();
    /** More refusals of one account within a minute are told together. */
    private static final int ROUTES_OF_AN_ACCOUNT = 25;

    private final HttpClient client = HttpClient.newHttpClient();
    private String server = "";

    @Test
    void leavesARecord(@TempDir Path data) throws IOException {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(PandoApplication.class)
                .run(
                        "--server.port=0",
                        "--pando.data=" + data,
                        "--pando.host.uri=test:///default",
                        "--pando.access.administrator-password=" + PASSWORD)) {
            server = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
            List<Route> routes = routes();
            assertThat(routes).hasSizeGreaterThan(25);
            String watching = token("admin", PASSWORD);
            String account = "admin";
            for (int number = 0; number < routes.size(); number++) {
                if (number % ROUTES_OF_AN_ACCOUNT == 0) {
                    account = newAdministrator(watching);
                }
                Route route = routes.get(number);
                leavesARecord(route, token(account, PASSWORD), watching);
            }
        }
    }

    private void leavesARecord(Route route, String token, String watching) {
        HttpResponse<String> answer = send(request(route.path())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", route.type())
                .method(route.method(), BodyPublishers.ofString("{}")));
        String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
        List<AuditRecord> records = new ArrayList<>();
        HttpResponse<String> found =
                send(request("/api/v1/audit?request=" + id).header("Authorization", "Bearer " + watching));
        for (JsonNode item : JSON.readTree(found.body()).path("items")) {
            records.add(JSON.treeToValue(item, AuditRecord.class));
        }
        assertThat(records)
                .as("%s %s: %d %s", route.method(), route.path(), answer.statusCode(), answer.body())
                .isNotEmpty();
        AuditRecord last = records.getFirst();
        assertThat(last.outcome().name())
                .as("%s %s", route.method(), route.path())
                .isEqualTo(answer.statusCode() < 400 ? "ACCEPTED" : answer.statusCode() < 500 ? "REFUSED" : "FAILED");
        assertThat(last.action()).as("%s %s", route.method(), route.path()).isNotEqualTo("request");
        assertThat(last.address()).isEqualTo("127.0.0.1");
    }

    private static List<Route> routes() throws IOException {
        Set<String> looking = Set.of("get", "head", "options");
        List<Route> routes = new ArrayList<>();
        JsonNode description = JSON.readTree(Files.readString(Path.of("../docs/api/openapi.json")));
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (String method : path.getValue().propertyNames()) {
                if (!looking.contains(method)) {
                    routes.add(new Route(
                            method.toUpperCase(Locale.ROOT),
                            path.getKey()
                                    .replace("/jobs/{id}", "/jobs/999999")
                                    .replaceAll(
                                            "\\{[a-zA-Z]+}", UUID.randomUUID().toString()),
                            type(path.getValue().path(method))));
                }
            }
        }
        return routes;
    }

    private static String type(JsonNode operation) {
        return operation.at("/requestBody/content").propertyNames().stream()
                .findFirst()
                .orElse("application/json");
    }

    /**
     * One that changes something.
     *
     * @param type of its body
     */
    private record Route(String method, String path, String type) {}

    private String newAdministrator(String token) {
        String name = "a" + UUID.randomUUID().toString().substring(0, 12);
        HttpResponse<String> answer = send(request("/api/v1/users")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("name", name, "password", PASSWORD, "role", "ADMINISTRATOR")))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return name;
    }

    /** A new one each time: some routes end what they are called with. */
    private String token(String name, String password) {
        String confirmation = cookie(send(request("/api/v1/about")), "XSRF-TOKEN");
        HttpResponse<String> signedIn = send(request("/api/v1/session")
                .header("Cookie", "XSRF-TOKEN=" + confirmation)
                .header("X-XSRF-TOKEN", confirmation)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("name", name, "password", password)))));
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
        HttpResponse<String> created = send(request("/api/v1/tokens")
                .header("Cookie", "XSRF-TOKEN=" + confirmation + "; pando_session=" + cookie(signedIn, "pando_session"))
                .header("X-XSRF-TOKEN", confirmation)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"test\"}")));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return JSON.readTree(created.body()).path("secret").stringValue();
    }

    private static String cookie(HttpResponse<String> response, String name) {
        return response.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
