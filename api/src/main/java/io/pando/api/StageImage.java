package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for an image that is a model without what tells it apart.
 *
 * @param name of the new image; null takes the model's with the version behind it, for example {@code debian-v2}
 * @param description null says of which model it is
 */
public record StageImage(@Nullable String name, @Nullable String description) {}
