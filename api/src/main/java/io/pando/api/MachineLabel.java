package io.pando.api;

/**
 * A label that machines have.
 *
 * @param machines how many of those that the caller sees have it
 */
public record MachineLabel(String label, int machines) {}
