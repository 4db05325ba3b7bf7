package io.pando.placement;

import io.pando.api.HostFeature;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a machine needs of the host that it will be on. What is null or empty does not matter.
 *
 * @param diskMiB room for its own disks
 * @param architecture for example {@code x86_64}
 * @param accelerated whether it has to run with hardware acceleration
 * @param features what else the host must be able to give
 * @param hostLabels labels that the host must have, all of them
 * @param image what it is made from
 * @param labels its own labels, by which others may want to be near to or apart from it
 * @param near labels of machines that it would rather be on the same host with
 * @param apart labels of machines that it would rather not be on the same host with
 */
public record Demand(
        Size size,
        long diskMiB,
        @Nullable String architecture,
        boolean accelerated,
        List<HostFeature> features,
        List<String> hostLabels,
        @Nullable Image image,
        List<String> labels,
        List<String> near,
        List<String> apart) {

    public Demand {
        features = features.stream().distinct().sorted().toList();
        hostLabels = hostLabels.stream().distinct().sorted().toList();
        labels = labels.stream().distinct().sorted().toList();
        near = near.stream().distinct().sorted().toList();
        apart = apart.stream().distinct().sorted().toList();
        if (diskMiB < 0) {
            throw new IllegalArgumentException("Room for disks is at least 0: " + diskMiB);
        }
    }

    /** Processors and memory and nothing else. */
    public static Demand of(Size size) {
        return new Demand(size, 0, null, false, List.of(), List.of(), null, List.of(), List.of(), List.of());
    }

    /** The same with other names for the labels of machines: those of one project have nothing to do with those of another one. */
    public Demand withMachineLabels(UnaryOperator<String> name) {
        return new Demand(
                size,
                diskMiB,
                architecture,
                accelerated,
                features,
                hostLabels,
                image,
                labels.stream().map(name).toList(),
                near.stream().map(name).toList(),
                apart.stream().map(name).toList());
    }

    /**
     * An image that a machine is made from.
     *
     * @param sizeMiB room that it takes in a pool where it is not yet
     */
    public record Image(String id, long sizeMiB) {
        public Image {
            if (sizeMiB < 0) {
                throw new IllegalArgumentException("An image takes at least no room: " + sizeMiB);
            }
        }
    }

    /** Room that is needed in one pool of a host. */
    long diskMiB(boolean imageThere) {
        return image == null || imageThere ? diskMiB : diskMiB + image.sizeMiB();
    }

    /** What decides, whatever else is on a host, whether it can be one at all. */
    Traits traits() {
        return new Traits(architecture, accelerated, features, hostLabels);
    }

    /** Demands with equal traits suit the same hosts, room aside. */
    record Traits(
            @Nullable String architecture, boolean accelerated, List<HostFeature> features, List<String> hostLabels) {}
}
