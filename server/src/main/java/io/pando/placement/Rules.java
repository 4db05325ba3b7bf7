package io.pando.placement;

import io.pando.api.Filling;

/**
 * What an administrator wants of decisions.
 *
 * @param cpuOvercommit virtual processors that a host gives for each of its own, 0.1 to 64
 * @param memoryHeadroomMiB memory that machines must leave to each host, 0 to 1,048,576
 * @param filling whether machines are to be close together or far apart
 * @param weights how much each preference counts
 */
public record Rules(double cpuOvercommit, long memoryHeadroomMiB, Filling filling, Weights weights) {

    public Rules {
        if (!(cpuOvercommit >= 0.1 && cpuOvercommit <= 64)) {
            throw new IllegalArgumentException("The CPU overcommit is 0.1 to 64: " + cpuOvercommit);
        }
        if (memoryHeadroomMiB < 0 || memoryHeadroomMiB > 1 << 20) {
            throw new IllegalArgumentException("The memory headroom is 0 to 1,048,576 MiB: " + memoryHeadroomMiB);
        }
    }

    /**
     * How much each preference counts, 0 (not at all) to 100. A host's score is the sum of weight times value, each value between 0 and 1.
     *
     * @param image that the image is there already
     * @param filling that the host is as full, or as empty, as is wanted
     * @param affinity that machines are there which it wants to be near to, and none that it wants to be apart from
     * @param load that the host's processors are idle
     * @param headroom that a tenth of the host's processors and memory stays free
     */
    public record Weights(int image, int filling, int affinity, int load, int headroom) {
        public Weights {
            check("image", image);
            check("filling", filling);
            check("affinity", affinity);
            check("load", load);
            check("headroom", headroom);
        }

        private static void check(String preference, int weight) {
            if (weight < 0 || weight > 100) {
                throw new IllegalArgumentException("The weight of %s is 0 to 100: %d".formatted(preference, weight));
            }
        }
    }

    /** Virtual processors that a host may give, in thousandths. */
    long cpuMillis(Candidate host) {
        return (long) Math.floor(host.capacity().cpuMillis() * cpuOvercommit);
    }

    /** Memory that a host may give, MiB. */
    long memoryMiB(Candidate host) {
        return Math.max(0, host.capacity().memoryMiB() - memoryHeadroomMiB);
    }
}
