package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks where machines would go, one after the other, on hosts that need not exist. At most 1,000 hosts and 1,000 machines, and at most
 * 100,000 of the one times the other.
 *
 * @param explain how many ranked and how many refused hosts to tell of for each machine, 0 to 100; null means 10
 */
public record SimulatePlacement(
        List<SimulatedHost> hosts,
        List<SimulatedMachine> machines,
        @Nullable PlacementRules rules,
        @Nullable Integer explain) {

    /**
     * A host.
     *
     * @param name 1 to 100 characters, unique among the hosts
     * @param processors that it has, 0.001 to 100,000
     * @param memoryMiB that it has
     * @param diskMiB room in its pool; null when it has no pool
     * @param standing null means that it takes new machines
     * @param architecture for example {@code x86_64}; null means that it is not known
     * @param accelerated whether hardware acceleration works there; null means no
     * @param features null means none
     * @param labels null means none
     * @param images that are there already; null means none
     * @param loadPercent 0 to 100; null means that it is not known
     * @param machines that are on it already; null means none
     * @param processorsGiven virtual processors of these
     * @param memoryGivenMiB memory of these
     * @param tenants labels of these
     */
    public record SimulatedHost(
            String name,
            double processors,
            long memoryMiB,
            @Nullable Long diskMiB,
            @Nullable HostStanding standing,
            @Nullable String architecture,
            @Nullable Boolean accelerated,
            @Nullable List<HostFeature> features,
            @Nullable List<String> labels,
            @Nullable List<String> images,
            @Nullable Double loadPercent,
            @Nullable Integer machines,
            @Nullable Double processorsGiven,
            @Nullable Long memoryGivenMiB,
            @Nullable List<String> tenants) {}

    /**
     * A machine that wants a host.
     *
     * @param name 1 to 100 characters
     * @param vcpus 0.001 to 100,000
     * @param diskMiB room for its disks; null means none
     * @param architecture null means any
     * @param accelerated whether it needs hardware acceleration; null means no
     * @param features that the host must have; null means none
     * @param hostLabels that the host must have; null means none
     * @param image that it is made from; null means none
     * @param imageMiB room that the image takes where it is not yet; null means none
     * @param labels of its own; null means none
     * @param near labels of machines that it would rather be with; null means none
     * @param apart labels of machines that it would rather not be with; null means none
     * @param count how many of it, 1 to 1,000; null means one
     */
    public record SimulatedMachine(
            String name,
            double vcpus,
            long memoryMiB,
            @Nullable Long diskMiB,
            @Nullable String architecture,
            @Nullable Boolean accelerated,
            @Nullable List<HostFeature> features,
            @Nullable List<String> hostLabels,
            @Nullable String image,
            @Nullable Long imageMiB,
            @Nullable List<String> labels,
            @Nullable List<String> near,
            @Nullable List<String> apart,
            @Nullable Integer count) {}
}
