package io.pando.cli.invocation;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The server that a command talks to, and its right to do so.
 *
 * @param server without a slash at its end
 * @param token null when nobody is signed in there
 */
public record Connection(URI server, @Nullable String token) {
    @Override
    public String toString() {
        return "Connection[server=" + server + "]";
    }
}
