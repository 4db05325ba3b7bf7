package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an API token of one's own.
 *
 * @param name 1 to 64 characters, for example the name of the computer it is for
 * @param lifetimeSeconds 60 to 31,536,000 (a year); null means 90 days
 * @param rights what it lets a program do, reading always among it; null means everything that its owner may
 * @param project name or id of the only project that it reaches; null means all
 */
public record CreateToken(
        String name,
        @Nullable Long lifetimeSeconds,
        @Nullable List<TokenRight> rights,
        @Nullable String project) {

    /** A token with which a program may do whatever its owner may. */
    public CreateToken(String name, @Nullable Long lifetimeSeconds) {
        this(name, lifetimeSeconds, null, null);
    }
}
