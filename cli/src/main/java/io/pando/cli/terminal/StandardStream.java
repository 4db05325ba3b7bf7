package io.pando.cli.terminal;

/** One of the three streams that a process begins with. */
public enum StandardStream {
    IN,
    OUT,
    ERR
}
