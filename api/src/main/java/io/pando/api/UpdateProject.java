package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Changes a project.
 *
 * @param name as in {@link CreateProject}; null leaves it; a personal project keeps its name
 * @param description null leaves it
 */
public record UpdateProject(@Nullable String name, @Nullable String description) {}
