package io.pando.console;

import io.pando.access.Caller;
import io.pando.api.ConsoleTicket;
import java.time.Instant;

/**
 * The right to open one console once.
 *
 * @param caller who got it, and by which credential
 * @param incarnation of the machine that it was given for
 */
record Ticket(Caller caller, String machineId, String incarnation, ConsoleTicket.Kind kind, Instant expiresAt) {

    /** The same ticket of the caller as of now. */
    Ticket of(Caller present) {
        return new Ticket(present, machineId, incarnation, kind, expiresAt);
    }
}
