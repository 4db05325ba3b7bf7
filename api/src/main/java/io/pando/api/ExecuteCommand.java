package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command within a guest as root and waits for its end.
 *
 * @param command program and arguments, taken as they are, no shell between
 * @param input given to its standard input; null gives none; at most 1 MiB
 * @param timeoutSeconds 1 to 300; null means 60
 */
public record ExecuteCommand(
        List<String> command,
        @Nullable String input,
        @Nullable Integer timeoutSeconds) {}
