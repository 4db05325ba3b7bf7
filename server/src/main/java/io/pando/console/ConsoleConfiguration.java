package io.pando.console;

import io.pando.access.Origins;
import io.pando.guest.Guests;
import io.pando.machine.MachineDirectory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Where consoles are reached. */
@Configuration
@EnableWebSocket
class ConsoleConfiguration implements WebSocketConfigurer {
    private final ConsoleSocket socket;
    private final ConsoleHandshake handshake;

    ConsoleConfiguration(
            Guests guests,
            OpenConsoles consoles,
            Origins origins,
            Tickets tickets,
            MachineDirectory machines,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.socket = new ConsoleSocket(guests, consoles);
        this.handshake = new ConsoleHandshake(origins, tickets, machines, consoles, problems);
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        DefaultHandshakeHandler handshakes = new DefaultHandshakeHandler();
        // Of what a client offers only this is ever selected, so the ticket does not come back in the answer.
        handshakes.setSupportedProtocols(ConsoleHandshake.BINARY);
        registry.addHandler(socket, ConsolePath.PATTERN)
                .setHandshakeHandler(handshakes)
                .addInterceptors(handshake)
                // Origins are checked by the handshake above, more strictly: one must be there.
                .setAllowedOriginPatterns("*");
    }
}
