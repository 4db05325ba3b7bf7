package io.pando.api;

/**
 * Asks that a computer is signed in by somebody who is signed in in a browser.
 *
 * @param computer what the computer is called, 1 to 64 characters; the token is named after it
 */
public record CreateHandOver(String computer) {}
