package io.pando.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The domains on one host. Only those that carry this installation's mark are listed or touched. */
public interface Domains {

    /** Registers a domain, or replaces the registration of the domain with the same UUID. */
    void define(DomainSpecification specification);

    /** Gives a domain that is off another name. One that has it already is left as it is. */
    void rename(UUID uuid, String name);

    /**
     * Brings the devices of a domain that runs to what is wanted, without a restart: disks and network cards come and go, a disc is
     * changed, cables are plugged in or pulled. What a restart is needed for is left, and so is a domain that is off. May be repeated.
     *
     * @throws HostException also when the guest does not let go of a device in time
     */
    void plug(DomainSpecification wanted) throws InterruptedException;

    /**
     * Gives a disk a larger size, which a running guest sees at once. One that has it already is left as it is.
     *
     * @param target {@code vda} and so on
     * @param volume name of the disk in Pando's pool
     * @param virtualSize bytes
     */
    void growDisk(UUID uuid, String target, String volume, long virtualSize);

    /** Has a domain tell people who look with other tools whose it is, also while it runs. */
    void describe(DomainSpecification specification);

    /** Looks at a domain. */
    Optional<Registered> find(UUID uuid);

    /** All domains of this installation, in one call to the host. */
    List<Registered> list();

    /** Starts a domain, continuing from saved memory where there is some. One that runs is no error. */
    void start(UUID uuid);

    /** Asks the guest to shut down, by its agent where it answers, else by the power button. Returns at once. */
    void shutdown(UUID uuid);

    /** Cuts the power. A domain that is off is no error. */
    void powerOff(UUID uuid);

    /** Writes the memory to disk and stops. Takes as long as writing takes. */
    void suspend(UUID uuid);

    /** Forgets a domain that is off, together with its saved memory. One that is not there is no error. */
    void undefine(UUID uuid);

    /** Plugs the cables of all the domain's network cards in, or pulls them, now and for later starts. */
    void setLink(UUID uuid, boolean up);

    /**
     * Addresses that the host has lent on Pando's network, by the network card's hardware address in lower case; in one call for all
     * domains. Empty where the host lends none.
     */
    Map<String, List<String>> leases();

    /**
     * A domain as the host has it.
     *
     * @param mac address of its network card as the host has it; empty when it has none
     * @param machineId id of the machine or image that it was defined for
     * @param serial serial number in its firmware
     * @param generationId what tells its guest that it is another copy
     * @param disk path of its disk
     * @param savedMemory whether it is suspended: its memory is on disk
     */
    record Registered(
            UUID uuid,
            String name,
            Power state,
            String machineId,
            String mac,
            String serial,
            String generationId,
            String disk,
            boolean savedMemory) {}

    /** What a domain does. */
    enum Power {
        RUNNING,
        PAUSED,
        OFF,
        CRASHED
    }
}
