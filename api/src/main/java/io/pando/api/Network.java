package io.pando.api;

/** What a machine's network cards are connected to. */
public enum Network {
    /** The network of its host, on which it gets an address. */
    HOST,
    /** Nothing: it has its cards, and no cable is plugged in. It can be plugged in later. */
    NONE
}
