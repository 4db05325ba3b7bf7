package io.pando.builder;

/**
 * How far a script says that it is.
 *
 * @param percent 0 to 100
 * @param detail for people: at most 200 characters, none of them a control character
 */
public record BuilderProgress(double percent, String detail) {}
