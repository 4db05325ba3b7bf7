package io.pando.libvirt;

import java.util.List;

/**
 * Sizes of a volume: {@code virStorageVolGetInfo}.
 *
 * @param type what the volume is on the host
 * @param capacityBytes the size that a guest sees
 * @param allocationBytes what it uses on the host
 */
public record VolumeInfo(Type type, long capacityBytes, long allocationBytes) {
    /** {@code virStorageVolType}, in libvirt's order. */
    public enum Type {
        FILE,
        BLOCK,
        DIRECTORY,
        NETWORK,
        NETWORK_DIRECTORY,
        PLOOP
    }

    static Type type(int number) {
        return Listed.at(List.of(Type.values()), number, Type.FILE);
    }
}
