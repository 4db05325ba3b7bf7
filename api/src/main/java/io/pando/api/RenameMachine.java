package io.pando.api;

/**
 * Gives a machine another name.
 *
 * @param name as in {@link CreateMachine}
 */
public record RenameMachine(String name) {}
