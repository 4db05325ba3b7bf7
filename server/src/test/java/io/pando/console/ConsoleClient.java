package io.pando.console;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client of a console's WebSocket. */
final class ConsoleClient implements WebSocket.Listener {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    private ConsoleClient() {}

    /** What came of trying to open a console: it, or the status of the refusal. */
    record Attempt(@Nullable ConsoleClient client, int status) {
        ConsoleClient opened() {
            if (client == null) {
                throw new IllegalStateException("refused with status " + status);
            }
            return client;
        }
    }

    static Attempt open(HttpClient http, URI address, Map<String, String> headers, List<String> protocols) {
        ConsoleClient client = new ConsoleClient();
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        try {
            client.socket = builder.buildAsync(address, client).join();
            return new Attempt(client, 101);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebSocketHandshakeException refused) {
                return new Attempt(null, refused.getResponse().statusCode());
            }
            throw failure;
        }
    }

    WebSocket socket() {
        WebSocket present = socket;
        if (present == null) {
            throw new IllegalStateException("not open");
        }
        return present;
    }

    void send(byte[] bytes) {
        socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** Waits until so many bytes have come; all that came until then. */
    byte[] await(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        synchronized (received) {
            while (received.size() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    break;
                }
                received.wait(left);
            }
            return received.toByteArray();
        }
    }

    /** The close code; within the 5 seconds that a withdrawn right may live on, and a little. */
    int closeCode() throws InterruptedException, ExecutionException, TimeoutException {
        return closed.get(5_500, TimeUnit.MILLISECONDS);
    }

    boolean open() {
        return !closed.isDone();
    }

    void leave() {
        socket().abort();
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        synchronized (received) {
            received.writeBytes(bytes);
            received.notifyAll();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
