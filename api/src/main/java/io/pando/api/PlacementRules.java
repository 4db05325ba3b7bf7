package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * How hosts are chosen. What is null is as the server is configured.
 *
 * @param cpuOvercommit virtual processors that a host gives for each of its own, 0.1 to 64
 * @param memoryHeadroomMiB memory that machines must leave to each host, 0 to 1,048,576
 * @param filling whether machines are to be close together or far apart
 * @param weights how much each preference counts
 */
public record PlacementRules(
        @Nullable Double cpuOvercommit,
        @Nullable Long memoryHeadroomMiB,
        @Nullable Filling filling,
        @Nullable PlacementWeights weights) {

    /**
     * How much each preference counts, 0 (not at all) to 100.
     *
     * @param image that the image is there already
     * @param filling that the host is as full, or as empty, as is wanted
     * @param affinity that the machines are there which it wants to be near to, and none that it wants to be apart from
     * @param load that the host's processors are idle
     * @param headroom that a tenth of the host's processors and memory stays free
     */
    public record PlacementWeights(
            @Nullable Integer image,
            @Nullable Integer filling,
            @Nullable Integer affinity,
            @Nullable Integer load,
            @Nullable Integer headroom) {}
}
