package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateToken;
import io.pando.api.CreateUser;
import io.pando.api.CreatedToken;
import io.pando.api.Credentials;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.database.SettableClock;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** Tests that speak HTTP with a server whose edge is real. They share one server, so each makes people of its own. */
@SpringBootTest(
        classes = {EdgeApplication.class, BadInputTest.SampleController.class},
        webEnvironment = WebEnvironment.RANDOM_PORT)
public abstract class EdgeTest {
    protected static final String ADMINISTRATOR_PASSWORD = "correct horse battery";

    /** The cookies of an administrator, by the port of a server. */
    private static final Map<Integer, Map<String, String>> INVITERS = new ConcurrentHashMap<>();

    protected final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    protected int port;

    @Autowired
    @SuppressWarnings("NullAway.Init")
    protected JsonMapper json;

    @Autowired
    @SuppressWarnings("NullAway.Init")
    protected SettableClock clock;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        Path folder = Files.createTempDirectory("pando-test-");
        Path page = folder.resolve("page");
        Files.createDirectories(page.resolve("assets"));
        Files.writeString(page.resolve("index.html"), "<!doctype html><title>Pando</title>");
        Files.writeString(page.resolve("favicon.svg"), "<svg/>");
        Files.writeString(page.resolve("assets/index-1a2b.js"), "let pando;");
        Files.write(page.resolve("assets/index-1a2b.js.gz"), new byte[] {31, (byte) 139, 8, 0});
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                FileSystemUtils.deleteRecursively(folder);
            } catch (IOException failure) {
                System.err.println(failure);
            }
        }));
        registry.add("pando.data", () -> folder.resolve("data"));
        registry.add("pando.images.import-from", () -> folder.resolve("import"));
        registry.add("pando.access.administrator-password", () -> ADMINISTRATOR_PASSWORD);
        registry.add("pando.access.sign-up-by-invitation", () -> true);
        // The clock stands still, so what is used up does not come back by itself.
        registry.add("pando.access.requests-per-minute", () -> 100_000);
        registry.add("pando.access.origins", () -> "https://pando.example");
        registry.add("spring.web.resources.static-locations", () -> page.toUri());
    }

    protected URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    protected HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    protected Problem problem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.headers().firstValue("Content-Type"))
                .as(response.body())
                .hasValue("application/problem+json");
        Problem problem = json.readValue(response.body(), Problem.class);
        assertThat(problem.type()).as(response.body()).isEqualTo(type.uri());
        assertThat(problem.status()).isEqualTo(type.status()).isEqualTo(response.statusCode());
        assertThat(problem.detail()).isNotBlank().doesNotContain("java.", "io.pando", "Exception", "org.spring");
        return problem;
    }

    /** A browser that has not signed in yet. */
    protected Browser browser() {
        return new Browser();
    }

    protected Browser administrator() {
        return browser().signIn("admin", ADMINISTRATOR_PASSWORD);
    }

    /** Somebody new with an account. */
    protected Person person() {
        return person(Role.MEMBER);
    }

    /** An administrator who is signed in already: comparing a password takes most of the time that many tests need. */
    private Browser inviter() {
        Browser browser = browser();
        browser.cookies()
                .putAll(INVITERS.computeIfAbsent(port, server -> administrator().cookies()));
        return browser;
    }

    protected Person person(Role role) {
        String name = "u" + UUID.randomUUID().toString().substring(0, 12);
        String password = "secret-" + UUID.randomUUID();
        CreateUser wanted = new CreateUser(name, null, password, role);
        HttpResponse<String> response = inviter().send("POST", "/api/v1/users", wanted);
        if (response.statusCode() != 201) {
            INVITERS.remove(port);
            response = inviter().send("POST", "/api/v1/users", wanted);
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return new Person(json.readValue(response.body(), User.class), password);
    }

    /** A person with an account. */
    protected record Person(User user, String password) {}

    protected CreatedToken token(Browser browser, @Nullable Long lifetimeSeconds) {
        HttpResponse<String> response =
                browser.send("POST", "/api/v1/tokens", new CreateToken("laptop", lifetimeSeconds));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json.readValue(response.body(), CreatedToken.class);
    }

    protected HttpRequest.Builder withToken(String path, String secret) {
        return request(path).header("Authorization", "Bearer " + secret);
    }

    /** Keeps cookies and repeats the token against cross-site requests, as the page does. */
    protected final class Browser {
        private final Map<String, String> cookies = new TreeMap<>();
        private boolean confirms = true;

        public Browser signIn(String name, String password) {
            HttpResponse<String> response = trySignIn(name, password);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return this;
        }

        public Browser signIn(Person person) {
            return signIn(person.user().name(), person.password());
        }

        public HttpResponse<String> trySignIn(String name, String password) {
            get("/api/v1/about");
            return send("POST", "/api/v1/session", new Credentials(name, password));
        }

        public Browser withoutConfirmation() {
            confirms = false;
            return this;
        }

        public Map<String, String> cookies() {
            return cookies;
        }

        public HttpResponse<String> get(String path) {
            return send(request(path));
        }

        public HttpResponse<String> send(String method, String path, @Nullable Object body) {
            HttpRequest.Builder request = request(path)
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(json.writeValueAsString(body)));
            return send(body == null ? request : request.header("Content-Type", "application/json"));
        }

        public HttpResponse<String> send(HttpRequest.Builder request) {
            HttpResponse<String> response = EdgeTest.this.send(prepare(request));
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        }

        public HttpRequest.Builder prepare(HttpRequest.Builder request) {
            String confirmation = cookies.get("XSRF-TOKEN");
            if (confirms && confirmation != null) {
                request.header("X-XSRF-TOKEN", confirmation);
            }
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            return request;
        }

        private void keep(String cookie) {
            String pair = cookie.substring(0, cookie.indexOf(';'));
            String name = pair.substring(0, pair.indexOf('='));
            String value = pair.substring(pair.indexOf('=') + 1);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(name);
            } else {
                cookies.put(name, value);
            }
        }
    }
}
