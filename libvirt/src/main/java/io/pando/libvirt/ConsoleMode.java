package io.pando.libvirt;

/** What happens where somebody else has the console or channel open: {@code virDomainConsoleFlags}. */
public enum ConsoleMode {
    /** Fail, as far as this libvirtd knows of the other. */
    DEFAULT(0),
    /**
     * Take it away from the other. For people who ask for that: when streams that move data are taken away often, libvirtd 9.0 was seen
     * to leave a connection unanswered, and once to hang. A console whose owner closed it, or is gone, is free without force.
     */
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
