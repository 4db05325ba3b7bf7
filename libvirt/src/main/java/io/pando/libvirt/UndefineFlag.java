package io.pando.libvirt;

/** What shall go, or stay, together with a domain's definition: {@code virDomainUndefineFlagsValues}. */
public enum UndefineFlag implements Flag {
    /** Delete the saved memory; without it a domain that has one is not undefined. */
    MANAGED_SAVE(1),
    /** Forget the snapshots, whose data stays; without it a domain that has some is not undefined. */
    SNAPSHOTS_METADATA(2),
    /** Delete the firmware's variables; without this or {@link #KEEP_NVRAM} a domain that has them is not undefined. */
    NVRAM(4),
    /** Leave the firmware's variables where they are. */
    KEEP_NVRAM(8),
    /** Forget the checkpoints, whose bitmaps stay; without it a domain that has some is not undefined. */
    CHECKPOINTS_METADATA(16);

    private final int bit;

    UndefineFlag(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
