package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is made of, beside processors and memory.
 *
 * @param firmware chosen when the machine was made
 * @param tpm whether it has a TPM 2.0
 * @param disks in the order in which the guest sees them; the first one holds the copy of the image
 * @param nics network cards, in order
 * @param cd its CD drive; null when it has none
 * @param boot names of the devices that it tries to start from, in order: disks, and {@code cd}
 * @param pending what was changed while it ran and holds only when it has been switched off and on; null when nothing waits
 */
public record Hardware(
        Firmware firmware,
        boolean tpm,
        List<Disk> disks,
        List<Nic> nics,
        @Nullable CdDrive cd,
        List<String> boot,
        @Nullable String pending) {
    public Hardware {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        boot = List.copyOf(boot);
    }

    /**
     * A disk.
     *
     * @param name {@code vda}, {@code vdb} and so on, which is also what Linux guests call it
     * @param volume name of what the machine writes to now, in the pool
     * @param size that the guest sees, bytes
     */
    public record Disk(String name, String volume, long size) {}

    /**
     * A network card.
     *
     * @param name {@code net0}, {@code net1} and so on
     * @param connected whether its cable is plugged in
     */
    public record Nic(String name, String mac, boolean connected) {}

    /**
     * A CD drive.
     *
     * @param medium name of the disc in it; null when it is empty
     */
    public record CdDrive(@Nullable String medium) {}
}
