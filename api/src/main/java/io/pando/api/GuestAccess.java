package io.pando.api;

/** The way in which Pando reaches into a guest. */
public enum GuestAccess {
    /** The QEMU guest agent where it answers, else the serial console. */
    AUTO,
    /** The QEMU guest agent. */
    AGENT,
    /** A login with the image's account on the serial console. */
    CONSOLE
}
