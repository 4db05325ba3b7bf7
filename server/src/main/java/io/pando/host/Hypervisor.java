package io.pando.host;

/**
 * What Pando asks of a host, in Pando's words. All methods of its parts block, may be called from any thread, and throw
 * {@link HostException} when the host refuses or does not answer.
 *
 * <p>Split by capability, so that whoever only looks cannot change anything.
 */
public interface Hypervisor {

    /** Looks at the host as a whole: processors, memory, pool, network. */
    HostFacts facts();

    /** The disks in Pando's pool. */
    Disks disks();

    /** The domains on the host. */
    Domains domains();

    /** The layers that the domains' disks consist of. */
    Layers layers();

    /** Moving domains from there to other hosts. */
    Moves moves();

    /** The lines that lead into running guests. */
    GuestLines guests();

    /** Throw-away domains of Pando's own. */
    Appliances appliances();
}
