package io.pando.machine;

import io.pando.host.Moves.Presence;

/**
 * Where a machine is that was, or is to be, moved while it runs, by what both hosts say of it. Pure.
 *
 * <p>The one rule behind it: whatever has not been told to run on the host that it goes to may be thrown away there as long as the host that
 * it comes from still has it; and it is told to run there only when the host that it comes from has let it go.
 */
enum Whereabouts {
    /** On the host that it comes from. What there is of it on the other one is worth nothing. */
    AT_SOURCE,
    /** Off, on the host that it comes from. */
    OFF_AT_SOURCE,
    /** On the host that it goes to, complete. */
    AT_TARGET,
    /** Runs on both, which Pando never does: somebody has to decide. */
    TWICE,
    /** It will be known in a moment. */
    UNCLEAR,
    /** On neither. */
    NOWHERE;

    static Whereabouts of(Presence source, Presence target) {
        return switch (source) {
            case RUNNING -> target == Presence.RUNNING ? TWICE : AT_SOURCE;
            // Somebody has started it there by other means: that it has gone on there cannot be taken back.
            case PAUSED, BETWEEN -> target == Presence.RUNNING ? AT_TARGET : AT_SOURCE;
            case LEFT ->
                switch (target) {
                    case RUNNING, PAUSED, OFF -> AT_TARGET;
                    case BETWEEN -> UNCLEAR;
                    // It never ran there, so its disks here are as it left them.
                    case ABSENT, LEFT -> OFF_AT_SOURCE;
                };
            case OFF ->
                switch (target) {
                    // A host that was started anew does not remember that the machine has left.
                    case RUNNING, PAUSED -> AT_TARGET;
                    case BETWEEN -> UNCLEAR;
                    case OFF, LEFT, ABSENT -> OFF_AT_SOURCE;
                };
            case ABSENT ->
                switch (target) {
                    case RUNNING, PAUSED, OFF -> AT_TARGET;
                    case BETWEEN -> UNCLEAR;
                    case LEFT, ABSENT -> NOWHERE;
                };
        };
    }
}
