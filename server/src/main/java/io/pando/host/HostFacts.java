package io.pando.host;

import io.pando.api.HostFeature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host as it was at one look. Sizes in bytes.
 *
 * @param cores logical processors
 * @param busyNanos processor time spent since boot, summed over processors, except idling
 * @param idleNanos processor time spent idling since boot, summed over processors
 * @param uuid what tells the computer apart from others; null where its driver has none
 * @param features what it can give besides BIOS machines
 * @param running domains that run, Pando's and others
 */
public record HostFacts(
        String hostName,
        String architecture,
        String hypervisor,
        String libvirt,
        String processorModel,
        int cores,
        long memoryTotal,
        long memoryFree,
        long busyNanos,
        long idleNanos,
        List<Pool> pools,
        List<Network> networks,
        @Nullable String uuid,
        List<HostFeature> features,
        int running) {
    public HostFacts {
        pools = List.copyOf(pools);
        networks = List.copyOf(networks);
        // Facts that an earlier release has written down have none.
        features = features == null ? List.of() : List.copyOf(features);
    }

    /** Storage. */
    public record Pool(
            String name, String type, @Nullable String path, long capacity, long allocated, long available) {}

    /** A network that domains can be plugged into. */
    public record Network(
            String name, @Nullable String bridge, @Nullable String cidr, boolean active, int leases) {}
}
