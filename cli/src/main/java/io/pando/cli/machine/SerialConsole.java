package io.pando.cli.machine;

import io.pando.cli.http.UnreachableException;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.terminal.LineDiscipline;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The serial console of one machine, between this terminal and a WebSocket. */
final class SerialConsole {
    /** Ctrl-], as in telnet and virsh. */
    private static final byte ESCAPE = 0x1d;

    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** How the console ended. */
    private sealed interface End {
        /** The person left. */
        record Left() implements End {}

        /** The server closed it. */
        record Closed(int code, String reason) implements End {}

        /** The connection broke. */
        record Broken(Throwable cause) implements End {}
    }

    private final Terminal terminal;
    private final String machine;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    /** One entry for each piece that the guest said. */
    private final LinkedBlockingQueue<Boolean> heard = new LinkedBlockingQueue<>();

    SerialConsole(Terminal terminal, String machine) {
        this.terminal = terminal;
        this.machine = machine;
    }

    int open(URI address, String origin, String protocol) throws IOException {
        End ended;
        if (terminal.isTerminal(StandardStream.IN)) {
            terminal.note("Serial console of " + machine + ". Leave it with Ctrl-].");
            // Before the connection: from the guest's first word on each key is the guest's, Ctrl-C too.
            try (LineDiscipline.Restoration _ = terminal.lineDiscipline().raw()) {
                ended = converse(address, origin, protocol, true);
            }
            terminal.err().println();
        } else {
            ended = converse(address, origin, protocol, false);
        }
        return switch (ended) {
            case End.Left _ -> ExitCode.OK;
            case End.Closed closed -> closed(closed);
            case End.Broken broken ->
                throw Failure.failed(
                        "The console of " + machine + " was lost ("
                                + broken.cause().getMessage() + "). Open it again with the same command.",
                        broken.cause());
        };
    }

    private int closed(End.Closed closed) {
        return switch (closed.code()) {
            case WebSocket.NORMAL_CLOSURE -> ExitCode.OK;
            case 4000 -> {
                terminal.note("The guest has stopped. `pando machine start " + machine + "` starts it again.");
                yield ExitCode.OK;
            }
            case 4001 -> throw Failure.notSignedIn("The right to this console has ended. Sign in with `pando login`.");
            case 4003 ->
                throw Failure.failed(
                        "Pando needed the console of " + machine + " itself, or lost it. Open it again in a moment.");
            default ->
                throw Failure.failed("The server closed the console of " + machine + " (" + closed.code()
                        + (closed.reason().isEmpty() ? "" : ", " + closed.reason())
                        + "). Open it again with the same command.");
        };
    }

    private WebSocket connect(URI address, String origin, String protocol) {
        try {
            return HttpClient.newBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build()
                    .newWebSocketBuilder()
                    .header("Origin", origin)
                    .subprotocols("binary", protocol)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .buildAsync(address, new Listener())
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw Failure.failed(
                        "The server refused the console of " + machine + " (status "
                                + refused.getResponse().statusCode() + "). Open it again with the same command.",
                        refused);
            }
            throw e.getCause() instanceof IOException io ? new UnreachableException(URI.create(origin), io) : e;
        }
    }

    private End converse(URI address, String origin, String protocol, boolean keys) {
        WebSocket socket = connect(address, origin, protocol);
        // A daemon: nothing can wake a thread that waits for a key, and the process must end without one.
        Thread typist = Thread.ofPlatform().daemon().name("keys").start(() -> type(socket, keys));
        try {
            return end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new End.Left();
        } catch (ExecutionException e) {
            return new End.Broken(e);
        } finally {
            typist.interrupt();
            socket.abort();
        }
    }

    private void type(WebSocket socket, boolean keys) {
        byte[] buffer = new byte[4096];
        try {
            int length;
            while ((length = terminal.in().read(buffer)) != -1) {
                int leave = keys ? indexOfEscape(buffer, length) : -1;
                int sent = leave == -1 ? length : leave;
                if (sent > 0) {
                    // The next read overwrites the buffer: wait until this piece is on its way.
                    socket.sendBinary(ByteBuffer.wrap(buffer, 0, sent), true).join();
                }
                if (leave != -1) {
                    break;
                }
            }
            if (!keys) {
                awaitQuiet();
            }
            // Whether it can still be sent makes no difference: either the listener or the clock ends the console.
            CompletableFuture<WebSocket> _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
            // What the guest said before it heard of the end is still on its way; the server's answer comes after it.
            CompletableFuture<End> _ = end.completeOnTimeout(new End.Left(), 1, TimeUnit.SECONDS);
        } catch (IOException e) {
            end.complete(new End.Broken(e));
        } catch (CompletionException e) {
            // The listener knows better why the connection ended, and says so.
            CompletableFuture<End> _ =
                    end.completeOnTimeout(new End.Broken(e.getCause() == null ? e : e.getCause()), 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitQuiet() throws InterruptedException {
        @Nullable Boolean more;
        do {
            heard.clear();
            more = heard.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        } while (more != null);
    }

    private static int indexOfEscape(byte[] buffer, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer[i] == ESCAPE) {
                return i;
            }
        }
        return -1;
    }

    private final class Listener implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            terminal.out().write(bytes, 0, bytes.length);
            terminal.out().flush();
            heard.add(true);
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete(new End.Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end.complete(new End.Broken(error));
        }
    }
}
