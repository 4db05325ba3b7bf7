package io.pando.host;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Identifiers for a new domain, all of them random: nothing about them follows from names or from other machines.
 *
 * @param uuid of the domain, which the guest sees as its product UUID
 * @param generationId what tells the guest that it is another copy
 * @param mac locally administered unicast address in QEMU's range {@code 52:54:00}
 * @param instanceId what cloud-init takes for the identity of the machine
 */
public record NewIdentity(UUID uuid, UUID generationId, String mac, String instanceId) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public static NewIdentity random() {
        int tail = RANDOM.nextInt(1 << 24);
        String mac = "52:54:00:%02x:%02x:%02x".formatted(tail >> 16, tail >> 8 & 255, tail & 255);
        String instanceId = "iid-" + Long.toUnsignedString(RANDOM.nextLong(), 36);
        return new NewIdentity(UUID.randomUUID(), UUID.randomUUID(), mac, instanceId);
    }

    /** The serial number of a machine whose host name is not known yet: whoever takes it keeps it. */
    public String serial() {
        return "ds=nocloud;i=%s".formatted(instanceId);
    }

    /**
     * The serial number by which cloud-init finds its instance-id and host name without a disk or a network.
     *
     * @see <a href="https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html">cloud-init: NoCloud</a>
     */
    public String serial(String hostname) {
        return "ds=nocloud;i=%s;h=%s".formatted(instanceId, hostname);
    }
}
