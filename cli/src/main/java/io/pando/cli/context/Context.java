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
 * @param project name of the project to work in; null for none
 */
public record Context(
        String name,
        String server,
        @Nullable String user,
        @Nullable String token,
        @Nullable String tokenId,
        @Nullable Instant expiresAt,
        @Nullable String project) {

    /** In no project. */
    public Context(
            String name,
            String server,
            @Nullable String user,
            @Nullable String token,
            @Nullable String tokenId,
            @Nullable Instant expiresAt) {
        this(name, server, user, token, tokenId, expiresAt, null);
    }

    /** The same in another project; null for none. */
    public Context in(@Nullable String other) {
        return new Context(name, server, user, token, tokenId, expiresAt, other);
    }

    @Override
    public String toString() {
        return "Context[name=" + name + ", server=" + server + ", user=" + user + "]";
    }
}
