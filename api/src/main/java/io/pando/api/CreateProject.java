package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a project of a team. Whoever makes it is its first owner.
 *
 * @param name 1 to 40 characters: lower-case letters, digits and hyphens, begins with a letter, ends with a letter or digit; unique
 * @param description at most 2,000 characters; null means none
 * @param owner name or id of the account that owns it instead of the caller; administrators only; null for the caller
 */
public record CreateProject(
        String name, @Nullable String description, @Nullable String owner) {}
