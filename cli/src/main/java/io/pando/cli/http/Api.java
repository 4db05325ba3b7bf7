package io.pando.cli.http;

import io.pando.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The HTTP API of one server. Each method waits for the answer and throws {@link ProblemException} when it is a problem
 * document, {@link UnreachableException} when there is none, {@link UnexpectedAnswerException} when it is not Pando's.
 * Paths are relative to {@code /api/v1/}.
 */
public final class Api {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int PAGE = 100;

    private final URI server;
    private final @Nullable String token;
    private final Duration answerTimeout;
    private final @Nullable CookieManager cookies;
    private final HttpClient client;

    private Api(URI server, @Nullable String token, Duration answerTimeout, @Nullable CookieManager cookies) {
        this.server = server;
        this.token = token;
        this.answerTimeout = answerTimeout;
        this.cookies = cookies;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // A redirection would carry the token to wherever it points.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(answerTimeout.compareTo(CONNECT_TIMEOUT) < 0 ? answerTimeout : CONNECT_TIMEOUT);
        if (cookies != null) {
            builder.cookieHandler(cookies);
        }
        this.client = builder.build();
    }

    /** With a token, or without any credential. */
    public static Api withToken(URI server, @Nullable String token) {
        return new Api(server, token, ANSWER_TIMEOUT, null);
    }

    /** With cookies, as the web page does: for signing in by name and password. */
    public static Api withCookies(URI server) {
        return new Api(server, null, ANSWER_TIMEOUT, new CookieManager());
    }

    /** The same server and token, with another limit to the time an answer may take. */
    public Api patient(Duration timeout) {
        return new Api(server, token, timeout, cookies);
    }

    public URI server() {
        return server;
    }

    /** A new idempotency key. */
    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    public <T> Answer<T> get(String path, Query query, Class<T> type) {
        return read(send("GET", path + query, null, null, BodyHandlers.ofByteArray()), type);
    }

    public <T> Answer<T> get(String path, Class<T> type) {
        return get(path, Query.NONE, type);
    }

    /**
     * All rows of a list, page by page.
     *
     * @param most rows to get at most, from 1
     */
    public <T> Answer.Rows<T> list(String path, Query query, Class<T> type, int most) {
        ArrayNode documents = JsonNodeFactory.instance.arrayNode();
        long total;
        do {
            Query page =
                    query.with("limit", Math.min(PAGE, most - documents.size())).with("offset", documents.size());
            JsonNode document = get(path, page, JsonNode.class).document();
            JsonNode items = document.path("items");
            total = document.path("total").asLong(0);
            items.forEach(documents::add);
            if (items.isEmpty()) {
                break;
            }
        } while (documents.size() < Math.min(total, most));
        return new Answer.Rows<>(Json.readAll(documents, type), documents, total);
    }

    /** A call that answers at once. */
    public <T> Answer<T> call(String method, String path, @Nullable Object body, Class<T> type) {
        return read(send(method, path, body, null, BodyHandlers.ofByteArray()), type);
    }

    /** A call without an answer to read. */
    public void call(String method, String path, @Nullable Object body) {
        accept(send(method, path, body, null, BodyHandlers.ofByteArray()));
    }

    /**
     * A call that starts work. The key makes it safe to send it again when the connection breaks before the answer.
     *
     * @param key for example {@link #newKey()}
     */
    public <T> Answer<T> submit(String method, String path, @Nullable Object body, String key, Class<T> type) {
        try {
            return read(send(method, path, body, key, BodyHandlers.ofByteArray()), type);
        } catch (UnreachableException e) {
            if (e.nothingListens()) {
                throw e;
            }
            return read(send(method, path, body, key, BodyHandlers.ofByteArray()), type);
        }
    }

    /**
     * Sends the next part of an upload.
     *
     * @param digest of the part, as in RFC 9530
     */
    public <T> Answer<T> part(String path, long offset, byte[] bytes, String digest, Class<T> type) {
        HttpRequest.Builder request = request("PATCH", path, null, null, null)
                .method("PATCH", BodyPublishers.ofByteArray(bytes))
                .header("Content-Type", "application/octet-stream")
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Digest", digest);
        return read(exchange(request.build(), BodyHandlers.ofByteArray()), type);
    }

    /** Bytes that are no JSON, for example a picture. */
    public byte[] bytes(String path, Query query) {
        return accept(send("GET", path + query, null, null, BodyHandlers.ofByteArray()));
    }

    /**
     * A stream of lines that ends when the server ends it; to be closed.
     *
     * @throws UnreachableException also from the stream, when the connection breaks
     */
    public Stream<String> lines(String path) {
        HttpRequest request = request("GET", path, null, null, null)
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw problem(response.statusCode(), body.readAllBytes());
            } catch (IOException e) {
                throw new UnreachableException(server, e);
            }
        }
        return new java.io.BufferedReader(new java.io.InputStreamReader(response.body(), StandardCharsets.UTF_8))
                .lines();
    }

    /**
     * The address of a WebSocket on this server.
     *
     * @param path absolute, as a console ticket names it
     */
    public URI socket(String path) {
        String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
        return URI.create(scheme + "://" + server.getRawAuthority() + path);
    }

    /** What a page of this server would send as its origin; the server refuses consoles without it. */
    public String origin() {
        return server.getScheme() + "://" + server.getRawAuthority();
    }

    private <T> HttpResponse<T> send(
            String method, String path, @Nullable Object body, @Nullable String key, BodyHandler<T> handler) {
        String protection = null;
        if (cookies != null && !method.equals("GET")) {
            // Signing in changes the protection cookie, so each change asks for the present one first.
            exchange(request("GET", "about", null, null, null).build(), BodyHandlers.discarding());
            protection = cookie("XSRF-TOKEN");
        }
        return exchange(request(method, path, body, key, protection).build(), handler);
    }

    private HttpRequest.Builder request(
            String method, String path, @Nullable Object body, @Nullable String key, @Nullable String protection) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + "/api/v1/" + path));
        request.header("User-Agent", "pando-cli");
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (cookies != null) {
            request.header("Origin", origin());
        }
        if (protection != null) {
            request.header("X-XSRF-TOKEN", protection);
        }
        return request;
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
        HttpRequest.Builder limited = HttpRequest.newBuilder(request, (name, value) -> true);
        boolean endless = request.headers()
                .firstValue("Accept")
                .filter("text/event-stream"::equals)
                .isPresent();
        try {
            return client.send((endless ? limited : limited.timeout(answerTimeout)).build(), handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw new UnreachableException(server, interrupted);
        } catch (IOException e) {
            throw new UnreachableException(server, e);
        }
    }

    private @Nullable String cookie(String name) {
        List<HttpCookie> all =
                cookies == null ? new ArrayList<>() : cookies.getCookieStore().getCookies();
        return all.stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    private <T> Answer<T> read(HttpResponse<byte[]> response, Class<T> type) {
        byte[] body = accept(response);
        try {
            JsonNode document = Json.parse(body);
            return new Answer<>(Json.read(document, type), document);
        } catch (JacksonException e) {
            throw new UnexpectedAnswerException(server, response.statusCode(), e);
        }
    }

    private byte[] accept(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 == 2) {
            return response.body();
        }
        throw problem(response.statusCode(), response.body());
    }

    private RuntimeException problem(int status, byte[] body) {
        try {
            JsonNode document = Json.parse(body);
            if (document.path("type").asString("").startsWith("urn:pando:problem:")) {
                return new ProblemException(Json.read(document, Problem.class));
            }
            return new UnexpectedAnswerException(server, status, null);
        } catch (JacksonException e) {
            return new UnexpectedAnswerException(server, status, e);
        }
    }
}
