package io.pando.api;

/**
 * Puts a disc into a machine's CD drive, in place of the one that is in it.
 *
 * @param medium name of one of the discs that can be inserted
 */
public record InsertMedium(String medium) {}
