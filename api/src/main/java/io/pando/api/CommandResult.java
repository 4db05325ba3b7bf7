package io.pando.api;

/**
 * What a command within a guest gave.
 *
 * @param exitCode 0 to 255
 * @param output of standard output, as UTF-8, at most 1 MiB
 * @param error of standard error; empty on the serial console, which cannot tell the two apart
 * @param truncated whether there was more than is shown
 */
public record CommandResult(int exitCode, String output, String error, boolean truncated) {}
