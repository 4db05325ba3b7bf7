package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Gives a snapshot another name or description. What is null stays.
 *
 * @param name as in {@link CreateSnapshot}
 * @param description as in {@link CreateSnapshot}
 */
public record EditSnapshot(@Nullable String name, @Nullable String description) {}
