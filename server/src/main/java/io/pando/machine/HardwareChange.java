package io.pando.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a person wants to be different about a machine's hardware. */
sealed interface HardwareChange {

    /** What is null stays; see {@link io.pando.api.ResizeMachine}. */
    record Resize(
            @Nullable Integer vcpus,
            @Nullable Integer memoryMiB,
            @Nullable String disk,
            @Nullable Long diskSize) implements HardwareChange {}

    /**
     * Another disk, empty.
     *
     * @param size bytes
     */
    record AddDisk(long size) implements HardwareChange {}

    record RemoveDisk(String name) implements HardwareChange {}

    /**
     * Another network card.
     *
     * @param mac null makes one up
     */
    record AddNic(@Nullable String mac, boolean connected) implements HardwareChange {}

    record RemoveNic(String name) implements HardwareChange {}

    record Connect(String nic, boolean connected) implements HardwareChange {}

    record Insert(String medium) implements HardwareChange {}

    record Eject() implements HardwareChange {}

    record Boot(List<String> devices) implements HardwareChange {
        public Boot {
            devices = List.copyOf(devices);
        }
    }
}
