package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Has a machine moved to another host.
 *
 * @param host name or id of where it is to go; null lets Pando choose
 */
public record MoveMachine(@Nullable String host) {}
