package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * How to stop or restart a machine.
 *
 * @param force true cuts the power at once; null or false asks the guest first
 * @param graceSeconds how long the guest may take before its power is cut, 1 to 600; null means 60
 */
public record StopMachine(@Nullable Boolean force, @Nullable Integer graceSeconds) {}
