package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Changes what is known of an image.
 *
 * @param model whether it is a model, of which images are staged; null leaves it as it is
 */
public record UpdateImage(@Nullable Boolean model) {}
