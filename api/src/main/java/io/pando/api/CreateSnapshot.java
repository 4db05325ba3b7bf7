package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a machine's present state.
 *
 * @param name 1 to 60 characters, unique among the machine's snapshots
 * @param description at most 2,000 characters; null for none
 * @param memory whether the memory of a running machine is kept too; null means no
 */
public record CreateSnapshot(
        String name, @Nullable String description, @Nullable Boolean memory) {}
