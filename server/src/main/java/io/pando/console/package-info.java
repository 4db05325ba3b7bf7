/**
 * The consoles of machines in the browser and on the command line: the graphical screen and the serial line, over WebSocket.
 *
 * <p>Owns the table of tickets, each the right to open one console once, and the consoles that are open; ends them when the right to them
 * ends.
 */
@ApplicationModule(
        displayName = "Console",
        allowedDependencies = {
            "configuration",
            "database",
            "problem",
            "event",
            "api",
            "access",
            "host",
            "guest",
            "machine"
        })
@NullMarked
package io.pando.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
