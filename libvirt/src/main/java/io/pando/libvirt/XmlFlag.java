package io.pando.libvirt;

/** What a domain's XML shall contain: {@code virDomainXMLFlags}. */
public enum XmlFlag implements Flag {
    /** Secrets too, such as passwords. */
    SECURE(1),
    /** The definition, which the next start uses, and not what runs. */
    INACTIVE(2),
    /** The guest's CPU completed by what the host has. */
    UPDATE_CPU(4),
    /** Fit for a migration or for {@link Connection#defineDomain} elsewhere. */
    MIGRATABLE(8);

    private final int bit;

    XmlFlag(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
