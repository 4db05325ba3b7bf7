package io.pando.api;

/** What a machine runs before its operating system. */
public enum Firmware {
    /** The classic one (SeaBIOS). */
    BIOS,
    /** UEFI (OVMF) that starts whatever the disk holds. */
    UEFI,
    /** UEFI that starts only what Microsoft's keys have signed, as most computers that are sold do. */
    UEFI_SECURE_BOOT
}
