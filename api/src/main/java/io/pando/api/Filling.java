package io.pando.api;

/** Where new machines go, all else being equal. */
public enum Filling {
    /** To the host that they leave the least room on: others stay empty for what is large. */
    PACK,
    /** To the host that they leave the most room on: each machine has more of its host. */
    SPREAD
}
