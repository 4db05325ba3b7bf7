package io.pando.libvirt;

/** How a domain is started: {@code virDomainCreateFlags}. */
public enum StartMode {
    /** Its CPUs run at once. */
    RUNNING(0),
    /** Its CPUs wait for {@link Domain#resume()}. */
    PAUSED(1);

    private final int bits;

    StartMode(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }
}
