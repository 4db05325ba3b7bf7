package io.pando.host;

import java.util.UUID;

/**
 * What a domain is to be.
 *
 * @param name in libvirt, unique on the host
 * @param title for people who look with other tools
 * @param machineId id of the machine or image that it is defined for
 * @param owner name of the person who owns it
 * @param vcpus virtual processors, 1 to 64
 * @param memoryMiB memory, at least 64
 * @param disk name of the disk in Pando's pool
 * @param mac of its network card
 * @param linkUp whether the cable of the network card is plugged in at start
 * @param serial serial number in its firmware. {@code ds=nocloud;…} tells cloud-init its instance-id
 * @param generationId what guests take as "this is another copy" (VM generation id)
 */
public record DomainSpecification(
        UUID uuid,
        String name,
        String title,
        String machineId,
        String owner,
        int vcpus,
        int memoryMiB,
        String disk,
        String mac,
        boolean linkUp,
        String serial,
        UUID generationId) {}
