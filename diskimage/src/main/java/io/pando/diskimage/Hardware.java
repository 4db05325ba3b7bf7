package io.pando.diskimage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says of the hardware of its machine. Only a hint: none of it is needed to read the disk.
 *
 * @param vcpus null when it does not say, or something that no machine has
 * @param memoryMiB null when it does not say, or something that no machine has
 * @param networkCards model of each, as the archive calls it; {@code unknown} where it says none
 * @param diskBus {@code ide}, {@code scsi}, {@code sata} or {@code unknown}
 */
public record Hardware(
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB,
        List<String> networkCards,
        Firmware firmware,
        String diskBus) {
    public Hardware {
        networkCards = List.copyOf(networkCards);
    }

    /** How the machine starts. */
    public enum Firmware {
        BIOS,
        EFI
    }
}
