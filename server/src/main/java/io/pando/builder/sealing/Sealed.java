package io.pando.builder.sealing;

import java.util.List;

/**
 * What was done to a disk that was sealed.
 *
 * @param operations each that there is, also those that found nothing
 * @param initSystem what starts the first-boot software: {@code systemd}, {@code openrc} or {@code busybox}
 * @param cloudInit whether cloud-init is installed, which then takes instance-id and host name from the seed
 */
public record Sealed(List<Done> operations, String initSystem, boolean cloudInit) {
    public Sealed {
        operations = List.copyOf(operations);
    }

    /**
     * An operation that was carried out.
     *
     * @param stripped how many things it found and stripped: files, folders or lines
     */
    public record Done(String name, String title, int stripped) {}

    /** How many things were stripped in all. */
    public int stripped() {
        return operations.stream().mapToInt(Done::stripped).sum();
    }
}
