package io.pando.cli.context;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All contexts of a person on this computer.
 *
 * @param current name of the one in use; null when none is
 * @param contexts in the order of their creation, names unique
 */
public record Contexts(@Nullable String current, List<Context> contexts) {
    public static final Contexts NONE = new Contexts(null, List.of());

    public Contexts {
        contexts = List.copyOf(contexts);
    }

    public @Nullable Context find(String name) {
        return contexts.stream()
                .filter(context -> context.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    public @Nullable Context inUse() {
        return current == null ? null : find(current);
    }

    /** With this context in place of the one of the same name, and in use. */
    public Contexts with(Context context) {
        List<Context> all = new ArrayList<>(contexts);
        all.removeIf(other -> other.name().equals(context.name()));
        all.add(context);
        return new Contexts(context.name(), all);
    }

    /** With another one in use. */
    public Contexts using(String name) {
        return new Contexts(name, contexts);
    }

    /** Without this context; none is in use when it was. */
    public Contexts without(String name) {
        List<Context> all = new ArrayList<>(contexts);
        all.removeIf(other -> other.name().equals(name));
        return new Contexts(name.equals(current) ? null : current, all);
    }
}
