package io.pando.cli.context;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A server and the right to use it, under a name.
 *
 * @param server address without a slash at its end
 * @param user who signed in; null when nobody did
 * @param token secret of an API token; null when nobody signed in
 * @param tokenId under which the server knows the token; null when it came from elsewhere
 * @param expiresAt when the token ends; null when unknown
 */
public record Context(
        String name,
        String server,
        @Nullable String user,
        @Nullable String token,
        @Nullable String tokenId,
        @Nullable Instant expiresAt) {
    @Override
    public String toString() {
        return "Context[name=" + name + ", server=" + server + ", user=" + user + "]";
    }
}
