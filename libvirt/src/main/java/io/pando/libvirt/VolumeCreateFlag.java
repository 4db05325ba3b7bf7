package io.pando.libvirt;

/** How a volume is created: {@code virStorageVolCreateFlags}. */
public enum VolumeCreateFlag implements Flag {
    /** qcow2 only: write the tables for the whole size at once. */
    PREALLOCATE_METADATA(1),
    /** Copies only: share blocks with the source, where the file system can; fail where it cannot. */
    REFLINK(2);

    private final int bit;

    VolumeCreateFlag(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
