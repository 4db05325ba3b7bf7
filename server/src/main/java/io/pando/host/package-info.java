/**
 * Hosts that run machines: what they are, what room they have, and how to act on them.
 *
 * <p>Owns the table of hosts, the storage pool, the network, the probe for hardware acceleration, and the {@link
 * io.pando.host.Hypervisor} port with its libvirt adapter. The only package that imports {@code io.pando.libvirt}.
 */
@ApplicationModule(
        displayName = "Host",
        allowedDependencies = {
            "configuration",
            "database",
            "problem",
            "paging",
            "event",
            "access",
            "job",
            "api",
            "libvirt"
        })
@NullMarked
package io.pando.host;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
