package io.pando.console;

import org.springframework.web.socket.CloseStatus;

/** Why a console is closed, as clients are told. */
enum ConsoleEnd {
    /** The guest has stopped. */
    STOPPED(4000, "The guest has stopped."),
    /** Who looks may do so no longer: signed out, the right withdrawn, the machine deleted. */
    WITHDRAWN(4001, "The right to this console has ended."),
    /** The line was taken by somebody else or lost. */
    LOST(4003, "The console was lost."),
    /** The machine runs as it was started before its screen could be shown from its host. */
    NEXT_START(4004, "The screen can be shown from the machine's next start on."),
    /** As many people look at the screen as its host lets. */
    TAKEN(4005, "Too many people look at this screen."),
    /** The machine is on another host now; a new console leads there. */
    MOVED(4006, "The machine was moved to another host."),
    /** The client does not keep up, or is silent. */
    STALE(1001, "The client does not answer."),
    /** The server stops. */
    LEAVING(1001, "The server stops.");

    private final int code;
    private final String reason;

    ConsoleEnd(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    CloseStatus status() {
        return new CloseStatus(code, reason);
    }
}
