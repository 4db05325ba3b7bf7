package io.pando.api;

/** How a machine's disk is made from the image's. */
public enum Copy {
    /** Copy-on-write: reads what it has not changed from the image. Made at once, takes little room. */
    LINKED,
    /** A copy of all bytes: stands alone. */
    FULL
}
