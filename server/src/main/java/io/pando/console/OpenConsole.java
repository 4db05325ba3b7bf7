package io.pando.console;

import io.pando.host.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * A console that somebody has open: a WebSocket on this side, a line into the guest on the other. A side that takes nothing holds up the
 * other: nothing is gathered in between.
 */
final class OpenConsole {
    private static final Logger LOG = LoggerFactory.getLogger(OpenConsole.class);

    private final WebSocketSession socket;
    private final Ticket ticket;
    private final ConsoleLine line;
    private final String hostId;
    private final boolean ranAtOpening;
    private final Runnable whenClosed;
    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long heardAt = System.nanoTime();

    OpenConsole(
            WebSocketSession socket,
            Ticket ticket,
            ConsoleLine line,
            String hostId,
            boolean ranAtOpening,
            Runnable whenClosed) {
        this.socket = socket;
        this.ticket = ticket;
        this.line = line;
        this.hostId = hostId;
        this.ranAtOpening = ranAtOpening;
        this.whenClosed = whenClosed;
    }

    Ticket ticket() {
        return ticket;
    }

    /** Id of the host to which its line leads. */
    String hostId() {
        return hostId;
    }

    /** Whether the machine ran when the console was opened; one that did not may be about to start. */
    boolean ranAtOpening() {
        return ranAtOpening;
    }

    /** Passes on what the guest sends, until the end. */
    void run() {
        ConsoleEnd end = ConsoleEnd.LOST;
        try {
            while (!closed.get()) {
                byte[] bytes = line.receive();
                if (bytes != null && bytes.length > 0) {
                    sending.lock();
                    try {
                        socket.sendMessage(new BinaryMessage(ByteBuffer.wrap(bytes), true));
                    } finally {
                        sending.unlock();
                    }
                }
            }
        } catch (ConsoleLine.Ended ended) {
            end = ended.end();
        } catch (IOException | IllegalStateException | HostException failure) {
            LOG.debug("A console of machine {} has ended", ticket.machineId(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            end = ConsoleEnd.LEAVING;
        } finally {
            close(end);
        }
    }

    /** Passes on what was typed. */
    void typed(ByteBuffer payload) throws InterruptedException {
        heard();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        try {
            line.send(bytes);
        } catch (IOException | HostException failure) {
            close(ConsoleEnd.LOST);
        }
    }

    /** The client is there. */
    void heard() {
        heardAt = System.nanoTime();
    }

    /** Whether nothing was heard of the client for so long. */
    boolean silentFor(Duration time) {
        return System.nanoTime() - heardAt > time.toNanos();
    }

    /** Asks whether the client is there, unless something is just on its way to it. */
    void ping() {
        if (sending.tryLock()) {
            try {
                socket.sendMessage(new PingMessage());
            } catch (IOException | IllegalStateException failure) {
                close(ConsoleEnd.STALE);
            } finally {
                sending.unlock();
            }
        }
    }

    /** Closes both sides. The first reason counts. */
    void close(ConsoleEnd end) {
        if (closed.compareAndSet(false, true)) {
            line.close();
            whenClosed.run();
            try {
                socket.close(end.status());
            } catch (IOException | IllegalStateException failure) {
                // The client is gone already.
                LOG.debug("A console of machine {} could not be closed in good order", ticket.machineId(), failure);
            }
        }
    }
}
