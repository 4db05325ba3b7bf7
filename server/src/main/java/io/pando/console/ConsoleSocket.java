package io.pando.console;

import io.pando.api.ConsoleTicket;
import io.pando.guest.GuestAddress;
import io.pando.guest.Guests;
import io.pando.host.HostException;
import io.pando.machine.MachineDirectory.Located;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/** Joins a client's WebSocket, once it has been admitted, with the line into the guest. */
final class ConsoleSocket extends BinaryWebSocketHandler {
    /** Largest message that a client may send, bytes: a pasted text as one RFB message fits. */
    private static final int LARGEST_MESSAGE = 256 * 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSocket.class);

    private final Guests guests;
    private final OpenConsoles consoles;
    private final Map<String, OpenConsole> bySocket = new ConcurrentHashMap<>();

    ConsoleSocket(Guests guests, OpenConsoles consoles) {
        this.guests = guests;
        this.consoles = consoles;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) throws IOException {
        socket.setBinaryMessageSizeLimit(LARGEST_MESSAGE);
        socket.setTextMessageSizeLimit(1);
        Ticket ticket = ConsoleHandshake.ticket(socket.getAttributes());
        Located machine = ConsoleHandshake.machine(socket.getAttributes());
        ConsoleLine line;
        try {
            line = open(ticket.kind(), machine);
        } catch (HostException failure) {
            LOG.debug("A console of machine {} could not be opened", ticket.machineId(), failure);
            socket.close(end(failure).status());
            return;
        }
        begin(socket, ticket, line, machine);
    }

    private static ConsoleEnd end(HostException failure) {
        return switch (failure.reason()) {
            case WRONG_STATE, ABSENT -> ConsoleEnd.STOPPED;
            case NEXT_START -> ConsoleEnd.NEXT_START;
            case TAKEN -> ConsoleEnd.TAKEN;
            case UNREACHABLE, GUEST_SILENT, HELD, BUSY, FULL, REFUSED -> ConsoleEnd.LOST;
        };
    }

    private ConsoleLine open(ConsoleTicket.Kind kind, Located machine) {
        GuestAddress guest = new GuestAddress(machine.hostId(), machine.domain());
        return switch (kind) {
            case SCREEN -> new ScreenLine(guests.openScreen(guest));
            case SERIAL -> new SerialLine(guests.watchSerial(guest));
        };
    }

    private void begin(WebSocketSession socket, Ticket ticket, ConsoleLine line, Located machine) throws IOException {
        OpenConsole console =
                new OpenConsole(socket, ticket, line, machine.hostId(), machine.running(), () -> forget(socket));
        bySocket.put(socket.getId(), console);
        if (!consoles.add(console)) {
            bySocket.remove(socket.getId());
            line.close();
            socket.close(CloseStatus.POLICY_VIOLATION.withReason("Too many consoles are open."));
            return;
        }
        Thread.ofVirtual().name("console-" + ticket.machineId()).start(console::run);
        Thread.ofVirtual().name("console-watch-" + ticket.machineId()).start(() -> watch(console));
    }

    private void watch(OpenConsole console) {
        try {
            consoles.watch(console);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget(WebSocketSession socket) {
        OpenConsole console = bySocket.remove(socket.getId());
        if (console != null) {
            consoles.remove(console);
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) throws InterruptedException {
        OpenConsole console = bySocket.get(socket.getId());
        if (console != null) {
            console.typed(message.getPayload());
        }
    }

    @Override
    protected void handlePongMessage(WebSocketSession socket, PongMessage message) {
        OpenConsole console = bySocket.get(socket.getId());
        if (console != null) {
            console.heard();
        }
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable failure) {
        afterConnectionClosed(socket, CloseStatus.NO_CLOSE_FRAME);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        OpenConsole console = bySocket.get(socket.getId());
        if (console != null) {
            console.close(ConsoleEnd.STALE);
        }
    }
}
