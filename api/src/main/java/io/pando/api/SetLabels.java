package io.pando.api;

import java.util.List;

/**
 * Changes what a machine is called besides its name.
 *
 * @param labels all that it is to have, at most 32 of 1 to 63 characters
 */
public record SetLabels(List<String> labels) {}
