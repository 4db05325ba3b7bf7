package io.pando.libvirt;

/** A bit of one of libvirt's flag sets. */
interface Flag {
    int bit();

    static int bits(Flag... flags) {
        int bits = 0;
        for (var flag : flags) {
            bits |= flag.bit();
        }
        return bits;
    }
}
