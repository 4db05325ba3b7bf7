package io.pando.host;

import io.pando.api.Firmware;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a domain is to be.
 *
 * @param name in libvirt, unique on the host
 * @param title for people who look with other tools
 * @param machineId id of the machine or image that it is defined for
 * @param owner name of the person who owns it
 * @param vcpus virtual processors, 1 to 64
 * @param memoryMiB memory, at least 64
 * @param firmware what runs before its operating system
 * @param nvram name of the volume in Pando's pool for UEFI's variables, made at the first start; null exactly with BIOS
 * @param tpm whether it has a TPM 2.0
 * @param disks at least one, in order
 * @param cards network cards, in order
 * @param cd its CD drive; null when it has none
 * @param boot targets of disks and {@link #CD} in the order in which they are tried
 * @param serial serial number in its firmware. {@code ds=nocloud;…} tells cloud-init its instance-id
 * @param generationId what guests take as "this is another copy" (VM generation id)
 * @param seed name of a raw volume that it reads at its first start, with a line to Pando beside it; null for a machine that needs none
 */
public record DomainSpecification(
        UUID uuid,
        String name,
        String title,
        String machineId,
        String owner,
        int vcpus,
        int memoryMiB,
        Firmware firmware,
        @Nullable String nvram,
        boolean tpm,
        List<Disk> disks,
        List<Card> cards,
        @Nullable CdDrive cd,
        List<String> boot,
        String serial,
        UUID generationId,
        @Nullable String seed) {
    /** How the CD drive is called in {@link #boot}. */
    public static final String CD = "cd";

    /** How the first disk is called. */
    public static final String FIRST_DISK = "vda";

    public DomainSpecification {
        disks = List.copyOf(disks);
        cards = List.copyOf(cards);
        boot = List.copyOf(boot);
        if (disks.isEmpty() || (firmware == Firmware.BIOS) != (nvram == null)) {
            throw new IllegalArgumentException(
                    "A domain has a disk, and a volume for its firmware's variables exactly with UEFI");
        }
    }

    /** The same with a seed. */
    public DomainSpecification seeded(String volume) {
        return with(name, volume);
    }

    /** The same under another name. */
    DomainSpecification named(String other) {
        return with(other, seed);
    }

    private DomainSpecification with(String other, @Nullable String volume) {
        return new DomainSpecification(
                uuid,
                other,
                title,
                machineId,
                owner,
                vcpus,
                memoryMiB,
                firmware,
                nvram,
                tpm,
                disks,
                cards,
                cd,
                boot,
                serial,
                generationId,
                volume);
    }

    /**
     * A disk.
     *
     * @param target {@code vda}, {@code vdb} and so on
     * @param volume its name in Pando's pool; always qcow2
     */
    public record Disk(String target, String volume) {}

    /**
     * A network card.
     *
     * @param linkUp whether its cable is plugged in
     */
    public record Card(String mac, boolean linkUp) {}

    /**
     * A CD drive.
     *
     * @param volume name in Pando's pool of the disc in it, always raw; null when it is empty
     */
    public record CdDrive(@Nullable String volume) {}
}
