package io.pando.host;

import io.pando.api.Host;
import java.util.List;
import java.util.Optional;

/** The hosts, for features that act on them. */
public interface Hosts {

    /**
     * The way to act on a host.
     *
     * @throws HostException with {@link HostException.Reason#UNREACHABLE} when there is no connection to it now
     */
    Hypervisor hypervisor(String hostId);

    /** The host as people see it, as it was when it last answered. */
    Optional<Host> find(String hostId);

    /** As much of a host as stands beside each machine; costs less than all of it. */
    Optional<Standing> standing(String hostId);

    /** A host's name, and whether it answers. */
    record Standing(String name, Host.State state) {}

    /**
     * All hosts in the order of their names, as they were when each last answered; which there are, which are drained and what is promised
     * on them is as the present transaction sees it.
     */
    List<Host> all();

    /** The host of the server's own configuration, on which images are imported. */
    Host home();
}
