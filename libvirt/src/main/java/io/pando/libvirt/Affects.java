package io.pando.libvirt;

/** What a change applies to: {@code virDomainModificationImpact} and {@code virNetworkUpdateFlags}. */
public enum Affects {
    /** The running domain or network, else its definition. */
    CURRENT(0),
    /** The running domain or network only, until it stops. */
    LIVE(1),
    /** The definition only, from the next start. */
    CONFIG(2),
    /** Both; it must be running. */
    LIVE_AND_CONFIG(3);

    private final int bits;

    Affects(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }
}
