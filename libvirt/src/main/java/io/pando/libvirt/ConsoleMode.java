package io.pando.libvirt;

/** What happens where somebody else has the console or channel open: {@code virDomainConsoleFlags}. */
public enum ConsoleMode {
    /** Fail, as far as this libvirtd knows of the other. */
    DEFAULT(0),
    /** Take it away from the other. */
    FORCE(1),
    /** Fail unless the hypervisor can guarantee that nobody else has it (a lock file; consoles only). */
    SAFE(2);

    private final int bits;

    ConsoleMode(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }
}
