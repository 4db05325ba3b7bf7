package io.pando.api;

/** Asks for the right to open a console. */
public record CreateConsoleTicket(ConsoleTicket.Kind kind) {}
