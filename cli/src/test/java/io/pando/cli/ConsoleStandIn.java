package io.pando.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server with one WebSocket (RFC 6455) that plays a serial console: says {@code login: }, echoes what is typed. All
 * else is passed on to a {@link StandIn}.
 */
final class ConsoleStandIn implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> handshake = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private int closeCode;
    private @Nullable StandIn behind;

    ConsoleStandIn() throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                while (!listener.isClosed()) {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException closed) {
                // The test has ended.
                return;
            }
        });
    }

    ConsoleStandIn closingWith(int code) {
        closeCode = code;
        return this;
    }

    void behind(StandIn server) {
        behind = server;
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    List<String> handshake() {
        return List.copyOf(handshake);
    }

    String typed() {
        synchronized (typed) {
            return typed.toString(StandardCharsets.UTF_8);
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            List<String> head = new ArrayList<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                head.add(line);
            }
            String key = value(head, "sec-websocket-key");
            if (key == null) {
                passOn(head, in, out);
                return;
            }
            handshake.addAll(head);
            String accept = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Protocol: binary\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            frame(out, 2, "login: ".getBytes(StandardCharsets.UTF_8));
            if (closeCode != 0) {
                frame(out, 8, ByteBuffer.allocate(2).putShort((short) closeCode).array());
            }
            talk(in, out);
        } catch (IOException gone) {
            // The other side has left without a word; the test looks at what it said itself.
            return;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void talk(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int kind = in.readUnsignedByte() & 0xf;
            int length = in.readUnsignedByte() & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] data = in.readNBytes(length);
            for (int i = 0; i < data.length; i++) {
                data[i] ^= mask[i % 4];
            }
            if (kind == 8) {
                frame(out, 8, data);
                return;
            }
            synchronized (typed) {
                typed.write(data);
            }
            frame(out, 2, data);
        }
    }

    private static void frame(OutputStream out, int kind, byte[] data) throws IOException {
        out.write(0x80 | kind);
        out.write(data.length);
        out.write(data);
        out.flush();
    }

    private void passOn(List<String> head, DataInputStream in, OutputStream out) throws IOException {
        StandIn server = behind;
        if (server == null) {
            throw new IOException("nobody is behind");
        }
        URI target = URI.create(server.url());
        String length = value(head, "content-length");
        try (Socket socket = new Socket(target.getHost(), target.getPort())) {
            List<String> rest = head.stream()
                    .filter(line -> !line.toLowerCase(java.util.Locale.ROOT).startsWith("connection:"))
                    .toList();
            OutputStream to = socket.getOutputStream();
            to.write((String.join("\r\n", rest) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            to.write(in.readNBytes(length == null ? 0 : Integer.parseInt(length)));
            to.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            // Each connection carries one call here, and the client must know before it sends the next on it.
            out.write(answer.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    private static @Nullable String value(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
