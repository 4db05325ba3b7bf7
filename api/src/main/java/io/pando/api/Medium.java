package io.pando.api;

/**
 * A disc that can be put into CD drives: an ISO file on the server's host.
 *
 * @param name of the file
 * @param size bytes
 */
public record Medium(String name, long size) {}
