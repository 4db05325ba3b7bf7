package io.pando.api;

import java.time.Instant;
import java.util.List;

/**
 * What was stripped of a staged image, and how its machines come to their own settings.
 *
 * @param model name of the image that it was staged of
 * @param version the first one of a model is 1
 * @param initSystem what starts the first-boot software: {@code systemd}, {@code openrc} or {@code busybox}
 * @param cloudInit whether cloud-init is there, which takes instance-id and host name from the seed
 * @param operations each that there is, also those that found nothing
 */
public record ImageSealing(
        String model, int version, String initSystem, boolean cloudInit, Instant sealedAt, List<Operation> operations) {
    public ImageSealing {
        operations = List.copyOf(operations);
    }

    /**
     * One kind of thing that is stripped.
     *
     * @param name stable, for example {@code machine-id}
     * @param title for people
     * @param stripped how many files, folders or lines were found and stripped
     */
    public record Operation(String name, String title, int stripped) {}
}
