package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Has machines moved to where they are better off.
 *
 * @param host name or id of a drained host from which all machines are moved away, and no others; null for all hosts
 */
public record RebalancePlacement(@Nullable String host) {}
