package io.pando.console;

import io.pando.api.ConsoleTicket;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a console's WebSocket.
 *
 * @param machineId as the address has it, unchecked
 */
record ConsolePath(String machineId, ConsoleTicket.Kind kind) {
    static final String PATTERN = "/api/v1/console/*/*";

    private static final String PREFIX = "/api/v1/console/";

    static String of(String machineId, ConsoleTicket.Kind kind) {
        return PREFIX + machineId + "/" + kind.name().toLowerCase(Locale.ROOT);
    }

    static Optional<ConsolePath> parse(@Nullable String path) {
        if (path == null || !path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String rest = path.substring(PREFIX.length());
        int slash = rest.indexOf('/');
        for (ConsoleTicket.Kind kind : ConsoleTicket.Kind.values()) {
            if (slash > 0 && rest.substring(slash + 1).equals(kind.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(new ConsolePath(rest.substring(0, slash), kind));
            }
        }
        return Optional.empty();
    }
}
