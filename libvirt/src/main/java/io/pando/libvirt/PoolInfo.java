package io.pando.libvirt;

import java.util.List;

/**
 * State and sizes of a storage pool: {@code virStoragePoolGetInfo}. As of its last refresh.
 *
 * @param state the pool's state; the sizes of one that is not running are 0
 * @param capacityBytes size of what it stores in
 * @param allocationBytes what is used of it, by anybody
 * @param availableBytes what is free
 */
public record PoolInfo(State state, long capacityBytes, long allocationBytes, long availableBytes) {
    /** {@code virStoragePoolState}, in libvirt's order. */
    public enum State {
        INACTIVE,
        BUILDING,
        RUNNING,
        DEGRADED,
        INACCESSIBLE
    }

    static State state(int number) {
        return Listed.at(List.of(State.values()), number, State.INACCESSIBLE);
    }
}
