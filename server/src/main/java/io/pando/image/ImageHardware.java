package io.pando.image;

import io.pando.api.Image;
import io.pando.diskimage.Hardware;
import io.pando.diskimage.Inspected;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file says of the hardware of its machine, as people are shown it. Pure. */
final class ImageHardware {
    private ImageHardware() {}

    /** Null when it says nothing. */
    static Image.@Nullable Hardware of(@Nullable Inspected inspected) {
        return inspected instanceof Inspected.Appliance appliance ? of(appliance.hardware()) : null;
    }

    private static Image.Hardware of(Hardware hardware) {
        return new Image.Hardware(
                hardware.vcpus(),
                hardware.memoryMiB(),
                hardware.networkCards(),
                hardware.firmware().name().toLowerCase(Locale.ROOT),
                hardware.diskBus());
    }

    /** For people. */
    static String words(Image.Hardware hardware) {
        return "%s, %s, %d network cards, %s, disk on %s"
                .formatted(
                        hardware.vcpus() == null ? "processors unknown" : hardware.vcpus() + " processors",
                        hardware.memoryMiB() == null ? "memory unknown" : hardware.memoryMiB() + " MiB",
                        hardware.networkCards().size(),
                        hardware.firmware(),
                        hardware.diskBus());
    }
}
