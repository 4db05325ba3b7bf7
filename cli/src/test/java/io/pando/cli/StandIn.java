package io.pando.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pando.api.Fault;
import io.pando.api.Page;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.cli.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server that plays the API: answers what a test told it to, and remembers what it was asked. */
final class StandIn implements AutoCloseable {

    /**
     * What was asked.
     *
     * @param line method and address relative to the API, for example {@code GET machines?limit=100}
     */
    record Request(String line, Map<String, String> headers, String body) {
        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** What is answered. */
    static final class Answer {
        private final int status;
        private final String type;
        private final byte[] body;
        private final Map<String, String> headers;

        Answer(int status, String type, byte[] body, Map<String, String> headers) {
            this.status = status;
            this.type = type;
            this.body = body;
            this.headers = Map.copyOf(headers);
        }

        Answer with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Answer(status, type, body, more);
        }

        static Answer of(int status, Object body) {
            return new Answer(status, "application/json", Json.bytes(body), Map.of());
        }

        /** The connection breaks before the answer. */
        static Answer none() {
            return new Answer(0, "", new byte[0], Map.of());
        }

        static Answer empty() {
            return new Answer(204, "", new byte[0], Map.of());
        }

        static Answer problem(ProblemType type, String detail, @Nullable String help, Fault... faults) {
            return new Answer(
                    type.status(),
                    "application/problem+json",
                    Json.bytes(Problem.of(type, detail, help, List.of(faults))),
                    Map.of());
        }
    }

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    StandIn() throws IOException {
        this(0);
    }

    private StandIn(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** A new server in the place of one that was closed. */
    static StandIn at(int port) {
        try {
            return new StandIn(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Sets what a call is answered; several answers are given in turn, the last again and again.
     *
     * @param call method and path relative to the API, without a query unless the answer is for that query only
     */
    StandIn on(String call, Answer... inTurn) {
        synchronized (answers) {
            answers.put(call, new ArrayDeque<>(List.of(inTurn)));
        }
        return this;
    }

    StandIn onList(String call, Object... items) {
        return on(call, Answer.of(200, new Page<>(List.of(items), items.length, 100, 0)));
    }

    List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    List<String> lines() {
        return requests().stream().map(Request::line).toList();
    }

    /** The only request that begins like this. */
    Request request(String start) {
        List<Request> found = requests().stream()
                .filter(request -> request.line().startsWith(start))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " requests begin with '" + start + "': " + lines());
        }
        return found.getFirst();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI address = exchange.getRequestURI();
            String path = address.getRawPath().replaceFirst("^/api/v1/", "");
            String query = address.getRawQuery();
            String call = exchange.getRequestMethod() + " " + path;
            String line = query == null ? call : call + "?" + query;
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join("; ", values)));
            requests.add(new Request(
                    line, headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Answer answer = answer(line, call);
            if (answer.status == 0) {
                return;
            }
            answer.headers.forEach(
                    (name, value) -> exchange.getResponseHeaders().add(name, value));
            if (!answer.type.isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", answer.type);
            }
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            exchange.getResponseBody().write(answer.body);
        }
    }

    private Answer answer(String line, String call) {
        synchronized (answers) {
            Deque<Answer> inTurn = answers.getOrDefault(line, answers.get(call));
            if (inTurn == null) {
                return Answer.problem(ProblemType.NOT_FOUND, "There is nothing at " + call + ".", null);
            }
            return inTurn.size() > 1 ? inTurn.removeFirst() : Objects.requireNonNull(inTurn.peekFirst());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
