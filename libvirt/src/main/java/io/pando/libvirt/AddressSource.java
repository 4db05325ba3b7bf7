package io.pando.libvirt;

/** Who is asked for a guest's addresses: {@code virDomainInterfaceAddressesSource}. */
public enum AddressSource {
    /** The DHCP servers of libvirt's own networks. */
    LEASE(0),
    /** The guest agent: the guest's own word, all its interfaces. */
    AGENT(1),
    /** The host's ARP table. */
    ARP(2);

    private final int number;

    AddressSource(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
