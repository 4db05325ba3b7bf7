package io.pando.cli.context;

import io.pando.cli.invocation.Connection;
import io.pando.cli.invocation.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides on server and token: an option goes before the environment, that before the file. A context's token goes to
 * that context's server only.
 */
public final class Precedence {

    /**
     * What one source says; each may be null.
     *
     * @param source for messages, for example {@code --context}
     */
    public record Level(
            String source,
            @Nullable String server,
            @Nullable String token,
            @Nullable String context) {
        @Override
        public String toString() {
            return "Level[source=" + source + "]";
        }
    }

    private Precedence() {}

    /**
     * The connection that is in force.
     *
     * @throws Failure when a level names a context that is not there
     */
    public static Connection decide(Level options, Level environment, Contexts contexts) {
        Context byOption = named(options, contexts);
        Context byEnvironment = named(environment, contexts);
        Context current = contexts.inUse();

        URI server = first(
                options.server(),
                server(byOption),
                environment.server(),
                server(byEnvironment),
                server(current),
                ServerAddress.DEFAULT.toString());

        List<@Nullable String> tokens = new ArrayList<>();
        tokens.add(options.token());
        tokens.add(token(byOption, server));
        tokens.add(environment.token());
        tokens.add(token(byEnvironment, server));
        tokens.add(token(current, server));
        for (Context other : contexts.contexts()) {
            tokens.add(token(other, server));
        }
        for (@Nullable String token : tokens) {
            if (token != null) {
                return new Connection(server, token);
            }
        }
        return new Connection(server, null);
    }

    /** The project of the context that is in force; null when there is none, or it is in none. */
    public static @Nullable String project(Level options, Level environment, Contexts contexts) {
        Context context = named(options, contexts);
        context = context == null ? named(environment, contexts) : context;
        context = context == null ? contexts.inUse() : context;
        return context == null ? null : context.project();
    }

    private static @Nullable Context named(Level level, Contexts contexts) {
        String name = level.context();
        if (name == null) {
            return null;
        }
        Context context = contexts.find(name);
        if (context == null) {
            throw Failure.usage(
                    "There is no context '" + name + "' (" + level.source() + "). `pando context ls` lists them.");
        }
        return context;
    }

    private static @Nullable String server(@Nullable Context context) {
        return context == null ? null : context.server();
    }

    private static @Nullable String token(@Nullable Context context, URI server) {
        return context != null && ServerAddress.of(context.server()).equals(server) ? context.token() : null;
    }

    private static URI first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return ServerAddress.of(candidate);
            }
        }
        return ServerAddress.DEFAULT;
    }
}
