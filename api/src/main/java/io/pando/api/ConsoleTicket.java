package io.pando.api;

import java.time.Instant;

/**
 * The right to open one console once.
 *
 * @param path of the WebSocket on this server
 * @param protocol what to offer as WebSocket subprotocol beside {@code binary}; carries the secret
 * @param expiresAt 30 s after it was given
 */
public record ConsoleTicket(Kind kind, String path, String protocol, Instant expiresAt) {
    @Override
    public String toString() {
        return "ConsoleTicket[kind=" + kind + ", path=" + path + "]";
    }

    public enum Kind {
        /** The graphical screen: RFB (RFC 6143) in binary frames. */
        SCREEN,
        /** The serial console: raw bytes in binary frames. */
        SERIAL
    }
}
