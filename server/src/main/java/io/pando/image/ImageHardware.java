package io.pando.image;

import io.pando.api.Firmware;
import io.pando.api.Image;
import io.pando.diskimage.Hardware;
import io.pando.diskimage.Inspected;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file says of the hardware of its machine, as people are shown it. Pure. */
final class ImageHardware {
    private static final String EFI = Hardware.Firmware.EFI.name().toLowerCase(Locale.ROOT);

    private ImageHardware() {}

    /** Null when it says nothing. */
    static Image.@Nullable ExportedHardware of(@Nullable Inspected inspected) {
        return inspected instanceof Inspected.Appliance appliance ? of(appliance.hardware()) : null;
    }

    private static Image.ExportedHardware of(Hardware hardware) {
        return new Image.ExportedHardware(
                hardware.vcpus(),
                hardware.memoryMiB(),
                hardware.networkCards(),
                hardware.firmware().name().toLowerCase(Locale.ROOT),
                hardware.diskBus());
    }

    /** The most network cards that a machine gets because its image says so. */
    private static final int MOST_CARDS = 8;

    /** What machines of an image run before their operating system, when nobody says otherwise. */
    static Firmware firmware(Image.@Nullable ExportedHardware hardware) {
        return hardware != null && hardware.firmware().equals(EFI) ? Firmware.UEFI : Firmware.BIOS;
    }

    /** How many network cards machines of an image have: one where it says nothing, and at least one. */
    static int cards(Image.@Nullable ExportedHardware hardware) {
        return hardware == null ? 1 : Math.clamp(hardware.networkCards().size(), 1, MOST_CARDS);
    }

    /** For people. */
    static String words(Image.ExportedHardware hardware) {
        return "%s, %s, %d network cards, %s, disk on %s"
                .formatted(
                        hardware.vcpus() == null ? "processors unknown" : hardware.vcpus() + " processors",
                        hardware.memoryMiB() == null ? "memory unknown" : hardware.memoryMiB() + " MiB",
                        hardware.networkCards().size(),
                        hardware.firmware(),
                        hardware.diskBus());
    }
}
