package io.pando.api;

/**
 * Plugs the cable of a network card in, or pulls it.
 *
 * @param connected whether it is to be plugged in
 */
public record ConnectNic(boolean connected) {}
