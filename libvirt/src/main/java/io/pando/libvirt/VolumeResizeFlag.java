package io.pando.libvirt;

/** How a volume is resized: {@code virStorageVolResizeFlags}. */
public enum VolumeResizeFlag implements Flag {
    /** Take the new space from the pool at once. */
    ALLOCATE(1),
    /** Allow a smaller size, which cuts off data. */
    SHRINK(4);

    private final int bit;

    VolumeResizeFlag(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
