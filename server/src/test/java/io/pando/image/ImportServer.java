package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.PandoApplication;
import io.pando.api.CreateToken;
import io.pando.api.CreateUpload;
import io.pando.api.CreatedToken;
import io.pando.api.Credentials;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.api.Upload;
import io.pando.fetch.NameResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.json.JsonMapper;

/** The whole server on libvirt's test driver, and its administrator. Names are resolved as the test says. */
final class ImportServer implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final String PASSWORD = "correct horse battery";

    /** What names stand for, asked anew each time. */
    static final Map<String, Supplier<List<InetAddress>>> NAMES = new ConcurrentHashMap<>();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext server;
    private final String address;
    private final String token;

    ImportServer(Path data, Path importFolder, String... further) {
        String[] settings = {
            "--server.port=0",
            "--pando.data=" + data,
            "--pando.host.uri=test:///default",
            "--pando.host.pool-path=" + data.resolveSibling("pool"),
            "--pando.images.import-from=" + importFolder,
            "--pando.access.administrator-password=" + PASSWORD
        };
        server = new SpringApplicationBuilder(PandoApplication.class, Names.class)
                .run(Stream.of(settings, further).flatMap(Arrays::stream).toArray(String[]::new));
        address = "http://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.server.port");
        token = token("admin", PASSWORD);
    }

    /** Names of the test's own before those of the system. */
    @Configuration(proxyBeanMethods = false)
    static class Names {
        @Bean
        @Primary
        NameResolver namesOfTheTest() {
            return host -> {
                Supplier<List<InetAddress>> known = NAMES.get(host);
                if (known != null) {
                    return known.get();
                }
                if (host.matches("[0-9a-f:.]*")) {
                    return List.of(InetAddress.ofLiteral(host));
                }
                throw new UnknownHostException(host);
            };
        }
    }

    <T> T bean(Class<T> type) {
        return server.getBean(type);
    }

    String token() {
        return token;
    }

    /** Signs somebody in and makes a token. */
    String token(String name, String password) {
        CookieManager cookies = new CookieManager();
        HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();
        exchange(browser, request("GET", "/about", null));
        HttpResponse<byte[]> signedIn = exchange(
                browser,
                request("POST", "/session", new Credentials(name, password))
                        .header("X-XSRF-TOKEN", cookie(cookies, "XSRF-TOKEN")));
        assertThat(signedIn.statusCode()).isEqualTo(200);
        exchange(browser, request("GET", "/about", null));
        HttpResponse<byte[]> made = exchange(
                browser,
                request("POST", "/tokens", new CreateToken("test", null))
                        .header("X-XSRF-TOKEN", cookie(cookies, "XSRF-TOKEN")));
        return JSON.readValue(made.body(), CreatedToken.class).secret();
    }

    private static String cookie(CookieManager cookies, String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    private HttpRequest.Builder request(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/api/v1" + path));
        return body == null
                ? request.method(method, BodyPublishers.noBody())
                : request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    private static HttpResponse<byte[]> exchange(HttpClient client, HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Asks as the administrator. */
    HttpResponse<byte[]> send(String method, String path, @Nullable Object body) {
        return send(token, method, path, body);
    }

    HttpResponse<byte[]> send(String as, String method, String path, @Nullable Object body) {
        return exchange(client, request(method, path, body).header("Authorization", "Bearer " + as));
    }

    <T> T ask(String method, String path, @Nullable Object body, Class<T> type) {
        HttpResponse<byte[]> response = send(method, path, body);
        assertThat(response.statusCode() / 100)
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(2);
        return JSON.readValue(response.body(), type);
    }

    /** Sends one part of an upload. */
    HttpResponse<byte[]> part(String id, long offset, byte[] bytes, @Nullable String digest) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/api/v1/uploads/" + id))
                .method("PATCH", BodyPublishers.ofByteArray(bytes))
                .header("Content-Type", "application/octet-stream")
                .header("Upload-Offset", String.valueOf(offset))
                .header("Authorization", "Bearer " + token);
        return exchange(client, digest == null ? request : request.header("Content-Digest", digest));
    }

    /** Uploads a whole file. */
    Upload upload(String name, byte[] bytes) {
        Upload upload = ask("POST", "/uploads", new CreateUpload(name, bytes.length, null, null), Upload.class);
        assertThat(part(upload.id(), 0, bytes, null).statusCode()).isEqualTo(200);
        return upload;
    }

    static Problem problem(HttpResponse<byte[]> response) {
        return JSON.readValue(response.body(), Problem.class);
    }

    /** Waits until a job has ended. */
    Job ended(long id) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            Job job = ask("GET", "/jobs/" + id, null, Job.class);
            if (job.state() == Job.State.DONE
                    || job.state() == Job.State.FAILED
                    || job.state() == Job.State.CANCELLED) {
                return job;
            }
            assertThat(System.nanoTime()).as("job %d ends", id).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
