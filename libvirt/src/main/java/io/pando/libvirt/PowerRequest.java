package io.pando.libvirt;

/** By which way a guest is asked to shut down or reboot: {@code virDomainShutdownFlagValues}, {@code virDomainRebootFlagValues}. */
public enum PowerRequest {
    /** The hypervisor chooses: the agent if it answers, else the power button. */
    ANY(0),
    /** Press the power button. The guest may ignore it. */
    POWER_BUTTON(1),
    /** Ask the guest agent. */
    AGENT(2);

    private final int bits;

    PowerRequest(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }
}
