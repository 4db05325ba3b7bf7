package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Takes a machine back to a snapshot.
 *
 * @param start whether it is started afterwards; null means yes. One that was kept with its memory always goes on where it was
 */
public record RevertMachine(@Nullable Boolean start) {}
