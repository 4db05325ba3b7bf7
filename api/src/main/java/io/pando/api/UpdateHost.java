package io.pando.api;

import java.util.List;

/**
 * Changes what administrators say of a host.
 *
 * @param labels all that it is to have, at most 32 of 1 to 63 characters
 */
public record UpdateHost(List<String> labels) {}
