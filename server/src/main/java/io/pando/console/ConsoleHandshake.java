package io.pando.console;

import io.pando.access.Caller;
import io.pando.access.Origins;
import io.pando.api.ProblemType;
import io.pando.event.Deed;
import io.pando.machine.MachineDirectory;
import io.pando.machine.MachineDirectory.Located;
import io.pando.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Decides who may open a console, before anything is opened. A browser sends no header of one's own choice with a WebSocket and lets
 * any web site open one: so the right comes as a ticket, among the subprotocols where no log has it, and the origin must be Pando's own
 * page.
 */
final class ConsoleHandshake implements HandshakeInterceptor {
    /** What consoles speak: bytes. */
    static final String BINARY = "binary";

    private static final String TICKET = ConsoleHandshake.class.getName() + ".ticket";
    private static final String MACHINE = ConsoleHandshake.class.getName() + ".machine";

    private final Origins origins;
    private final Tickets tickets;
    private final MachineDirectory machines;
    private final OpenConsoles consoles;
    private final HandlerExceptionResolver problems;

    ConsoleHandshake(
            Origins origins,
            Tickets tickets,
            MachineDirectory machines,
            OpenConsoles consoles,
            HandlerExceptionResolver problems) {
        this.origins = origins;
        this.tickets = tickets;
        this.machines = machines;
        this.consoles = consoles;
        this.problems = problems;
    }

    /** The ticket that an open WebSocket was opened with. */
    static Ticket ticket(Map<String, Object> attributes) {
        return (Ticket) Objects.requireNonNull(attributes.get(TICKET));
    }

    /** Where the machine was when the WebSocket was opened. */
    static Located machine(Map<String, Object> attributes) {
        return (Located) Objects.requireNonNull(attributes.get(MACHINE));
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
        try {
            admit(servletRequest, attributes);
            return true;
        } catch (ProblemException refusal) {
            refuse(servletRequest, ((ServletServerHttpResponse) response).getServletResponse(), refusal);
            return false;
        }
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {}

    private void admit(HttpServletRequest request, Map<String, Object> attributes) {
        Deed.present().action("console.open");
        if (!origins.ours(
                request.getHeader(HttpHeaders.ORIGIN),
                request.getScheme(),
                request.getServerName(),
                request.getServerPort())) {
            throw forbidden(
                    "The console was asked for by the page of another web site, or by a program that names no origin.",
                    "Use Pando's own page. Behind a reverse proxy, name its address in pando.access.origins.");
        }
        ConsolePath path = ConsolePath.parse(request.getRequestURI())
                .orElseThrow(() -> ProblemException.notFound("console", "at this address"));
        // Redeemed before it is looked at: a ticket that was shown in the wrong place is gone, too.
        Ticket ticket = tickets.redeem(secret(request)).orElseThrow(ConsoleHandshake::invalid);
        Deed deed = Deed.present().object("machine", path.machineId(), null);
        if (deed.author() == null) {
            deed.by(author(ticket.caller()));
        }
        if (!ticket.machineId().equals(path.machineId()) || ticket.kind() != path.kind() || !same(ticket.caller())) {
            throw invalid();
        }
        Located machine = machines.locate(ticket.caller(), ticket.machineId());
        if (!machine.incarnation().equals(ticket.incarnation())) {
            throw invalid();
        }
        consoles.checkRoom(ticket.caller());
        Deed.present().changing().object("machine", machine.machineId(), machine.name());
        attributes.put(TICKET, ticket);
        attributes.put(MACHINE, machine);
    }

    /** The secret of the one ticket among the offered subprotocols. */
    private static String secret(HttpServletRequest request) {
        List<String> offered = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL))) {
            for (String protocol : header.split(",", -1)) {
                offered.add(protocol.strip());
            }
        }
        List<String> secrets = offered.stream()
                .filter(protocol -> protocol.startsWith(Tickets.PROTOCOL))
                .map(protocol -> protocol.substring(Tickets.PROTOCOL.length()))
                .toList();
        if (!offered.contains(BINARY) || secrets.size() != 1) {
            throw forbidden(
                    "The WebSocket does not offer the subprotocols binary and that of one ticket.",
                    "Offer binary and the protocol of a console ticket.");
        }
        return secrets.getFirst();
    }

    /** Whether the request, where it carries a credential besides the ticket, comes from the one who got the ticket. */
    private static boolean same(Caller caller) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null
                || !(authentication.getPrincipal() instanceof Caller present)
                || present.userId().equals(caller.userId());
    }

    private static Deed.Author author(Caller caller) {
        return new Deed.Author(caller.userId(), caller.name(), "ticket", caller.credentialId(), "");
    }

    private static ProblemException invalid() {
        return forbidden(
                "The ticket is not valid for this console: it was used, has expired, or was given for another.",
                "Ask for a new ticket: it holds for 30 seconds, once.");
    }

    private static ProblemException forbidden(String detail, String help) {
        return new ProblemException(ProblemType.FORBIDDEN, detail, help);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, ProblemException refusal) {
        if (problems.resolveException(request, response, null, refusal) == null) {
            response.setStatus(refusal.type().status());
        }
    }
}
