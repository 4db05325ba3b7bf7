package io.pando.console;

import io.pando.host.GuestLines;
import io.pando.host.HostException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A guest whose part a test plays. */
final class FakeLines implements GuestLines {
    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<UUID, BlockingQueue<byte[]>> shown = new ConcurrentHashMap<>();
    private final BlockingQueue<Integer> typed = new LinkedBlockingQueue<>();
    private volatile boolean off;
    private volatile HostException.@Nullable Reason screenRefusal;

    FakeLines() {
        try {
            socket = Files.createTempDirectory("pando-test-").resolve("vnc");
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** QEMU's end of the screen that was opened next. */
    SocketChannel acceptScreen() throws IOException {
        return server.accept();
    }

    /** Shows something on a guest's serial console. */
    void show(UUID domain, byte[] bytes) {
        shown(domain).add(bytes);
    }

    private BlockingQueue<byte[]> shown(UUID domain) {
        return shown.computeIfAbsent(domain, absent -> new LinkedBlockingQueue<>());
    }

    /** What was typed on the serial console, until so many bytes have come. */
    byte[] typed(int count) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < count) {
            Integer next = typed.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                break;
            }
            bytes.write(next);
        }
        return bytes.toByteArray();
    }

    void off(boolean now) {
        off = now;
    }

    /** Why the host opens no screen; null for that it opens them. */
    void refuseScreen(HostException.@Nullable Reason reason) {
        screenRefusal = reason;
    }

    private void check() {
        if (off) {
            throw new HostException(HostException.Reason.WRONG_STATE, "The machine does not run.", null);
        }
    }

    @Override
    public String agent(UUID uuid, String command, Duration timeout) {
        throw new HostException(HostException.Reason.GUEST_SILENT, "There is no agent.", null);
    }

    @Override
    public SerialLine openSerial(UUID uuid) {
        check();
        return new SerialLine() {
            private volatile boolean closed;

            @Override
            public int read(byte[] buffer, Duration wait) throws InterruptedException {
                if (closed || off) {
                    return -1;
                }
                byte[] next = shown(uuid).poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    return 0;
                }
                System.arraycopy(next, 0, buffer, 0, next.length);
                return next.length;
            }

            @Override
            public void write(byte[] bytes) {
                for (byte value : bytes) {
                    typed.add(value & 0xff);
                }
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    @Override
    public SerialLine openProvisioning(UUID uuid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel openScreen(UUID uuid) {
        check();
        HostException.Reason refusal = screenRefusal;
        if (refusal != null) {
            throw new HostException(refusal, "The screen is not to be had.", null);
        }
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public byte[] screenshot(UUID uuid) {
        throw new HostException(HostException.Reason.WRONG_STATE, "There is no picture.", null);
    }
}
