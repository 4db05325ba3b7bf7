package io.pando.image;

import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.guest.Login;
import org.jspecify.annotations.Nullable;

/**
 * An image from the point of view of what is cloned from it.
 *
 * @param disk name of the disk in the pool of the host; does not change any more
 * @param virtualSize bytes
 * @param storedSize bytes
 * @param access the way that led into the master, never {@link GuestAccess#AUTO}
 * @param login account for the console; null when there is none
 * @param bootSeconds time that the master took from power-on to its first answer
 * @param firmware what its machines run before their operating system, when nobody says otherwise
 * @param cards number of network cards that its machines have
 * @param identity what the master's guest and host say of it; of a staged image, what its model's say
 * @param staged whether it was sealed: its machines ask for their settings at their first start
 */
public record Master(
        String id,
        String name,
        String hostId,
        String disk,
        long virtualSize,
        long storedSize,
        GuestAccess access,
        @Nullable Login login,
        double bootSeconds,
        int vcpus,
        int memoryMiB,
        Firmware firmware,
        int cards,
        Identity identity,
        boolean staged) {}
