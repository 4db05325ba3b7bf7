package io.pando.host;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A throw-away domain to be.
 *
 * @param uuid written down by the caller before it is started
 * @param name among the host's domains
 * @param title for people who look at the host
 * @param kernel name of a file in the pool
 * @param initramfs name of a file in the pool
 * @param memoryMiB all that it has; also its file system lies in it
 * @param disks volumes of the pool
 * @param network whether it is plugged into the host's network, and so reaches others
 * @param lifetime after which it switches itself off, whatever has become of whoever started it
 */
public record ApplianceSpecification(
        UUID uuid,
        String name,
        String title,
        String kernel,
        String initramfs,
        int memoryMiB,
        List<Disk> disks,
        boolean network,
        Duration lifetime) {
    public ApplianceSpecification {
        disks = List.copyOf(disks);
        if (disks.stream().map(Disk::serial).distinct().count() < disks.size()) {
            throw new IllegalArgumentException("Two disks of an appliance have the same serial number.");
        }
    }

    /**
     * A disk of it.
     *
     * @param serial by which it is told apart within: 1 to 20 letters, digits, hyphens
     * @param volume name in the pool
     * @param writable whether it is to be changed; nobody else may have it open then
     */
    public record Disk(String serial, String volume, Format format, boolean writable) {
        private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9-]{1,20}");

        public Disk {
            if (!SERIAL.matcher(serial).matches()) {
                throw new IllegalArgumentException("Not a serial number of a disk: " + serial);
            }
        }
    }

    /** What a volume's bytes are; always named, never probed. */
    public enum Format {
        QCOW2,
        RAW
    }
}
