package io.pando.guest;

import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Files by way of commands, for ways into a guest that have nothing better. */
final class GuestFiles {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    // The new file is complete and has its permissions before it takes the place of the old one.
    private static final String WRITE = """
            umask 077
            new=$(mktemp "$1.XXXXXX") || exit 1
            trap 'rm -f "$new"' EXIT
            cat >"$new" && chmod "$2" "$new" && mv -f "$new" "$1"
            """;

    private GuestFiles() {}

    static byte[] read(GuestSession session, String path, int limit) throws InterruptedException {
        checkPath(path);
        if (limit < 0 || limit > GuestSession.OUTPUT_LIMIT) {
            throw new IllegalArgumentException("At most %d bytes can be read.".formatted(GuestSession.OUTPUT_LIMIT));
        }
        Execution execution =
                session.execute(List.of("head", "-c", Integer.toString(limit), "--", path), null, TIMEOUT);
        if (execution.exitCode() != 0) {
            throw new GuestException(
                    Reason.REFUSED,
                    "The guest cannot read %s: %s".formatted(path, GuestText.shown(execution.error(), 200)));
        }
        byte[] output = execution.output();
        return output.length > limit ? Arrays.copyOf(output, limit) : output;
    }

    static void write(GuestSession session, String path, byte[] content, int mode) throws InterruptedException {
        checkPath(path);
        BoundedCommand.checkInput(content);
        if (mode < 0 || mode > 07777) {
            throw new IllegalArgumentException("Permissions are 0 to 07777.");
        }
        Execution execution = session.execute(
                List.of("/bin/sh", "-c", WRITE, "sh", path, Integer.toOctalString(mode)), content, TIMEOUT);
        if (execution.exitCode() != 0) {
            throw new GuestException(
                    Reason.REFUSED,
                    "The guest cannot write %s: %s".formatted(path, GuestText.shown(execution.error(), 200)));
        }
    }

    static void checkPath(String path) {
        if (!path.startsWith("/") || path.length() > 4_096 || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A path in a guest begins with / and has at most 4096 characters.");
        }
    }
}
