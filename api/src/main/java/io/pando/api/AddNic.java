package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Gives a machine another network card.
 *
 * @param mac its address, unicast, for example {@code 52:54:00:12:34:56}; null makes one up
 * @param connected whether its cable is plugged in; null means yes
 */
public record AddNic(@Nullable String mac, @Nullable Boolean connected) {}
