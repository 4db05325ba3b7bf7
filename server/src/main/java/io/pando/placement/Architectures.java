package io.pando.placement;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which processors run which systems, by the names that {@code uname -m} gives. Pure. */
public final class Architectures {
    private Architectures() {}

    /** What a host runs: what it is itself, and its 32-bit forebear where every such processor has kept it. */
    public static Set<String> runBy(String host) {
        return host.equals("x86_64") ? Set.of("x86_64", "i686") : Set.of(host);
    }

    static boolean runs(@Nullable String host, String system) {
        return host != null && runBy(host).contains(system);
    }
}
