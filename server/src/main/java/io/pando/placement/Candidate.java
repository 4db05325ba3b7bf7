package io.pando.placement;

import io.pando.api.HostFeature;
import io.pando.api.HostStanding;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A host as a decision sees it, at one moment.
 *
 * @param name how people call it; hosts that are equally good are taken in the order of their names
 * @param problem why it does not answer, as part of a sentence; null when it does, or when nothing is known
 * @param architecture null when it is not known: nothing is placed there that needs a certain one
 * @param accelerated whether its hardware acceleration has been seen to work
 * @param features what it can give besides BIOS machines
 * @param labels what an administrator calls it, for example {@code ssd} or {@code zone=a}
 * @param images ids of the images that are in its pools already
 * @param capacity its logical processors, and all of its memory
 * @param given what is promised to machines that are there or on their way
 * @param machines how many these are
 * @param pools where disks can be put
 * @param loadPercent share of its processors' time in use lately, 0 to 100; null when it is not known
 * @param tenants labels of the machines there, and how many have each
 */
public record Candidate(
        String id,
        String name,
        HostStanding standing,
        @Nullable String problem,
        @Nullable String architecture,
        boolean accelerated,
        List<HostFeature> features,
        List<String> labels,
        List<String> images,
        Size capacity,
        Size given,
        int machines,
        List<Pool> pools,
        @Nullable Double loadPercent,
        NavigableMap<String, Integer> tenants) {

    /** The order in which hosts that are equally good are taken. */
    static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::name).thenComparing(Candidate::id);

    public Candidate {
        features = features.stream().distinct().sorted().toList();
        labels = labels.stream().distinct().sorted().toList();
        images = images.stream().distinct().sorted().toList();
        pools = pools.stream().sorted(Comparator.comparing(Pool::name)).toList();
        tenants = Collections.unmodifiableNavigableMap(new TreeMap<>(tenants));
        if (machines < 0) {
            throw new IllegalArgumentException("A host has at least 0 machines: " + machines);
        }
        if (loadPercent != null && !(loadPercent >= 0 && loadPercent <= 100)) {
            throw new IllegalArgumentException("A load is 0 to 100 percent: " + loadPercent);
        }
        if (tenants.values().stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("A label is had by at least one machine: " + tenants);
        }
    }

    /**
     * Where disks can be put.
     *
     * @param availableMiB room that no disk has been promised; below 0 where more was promised than there is
     */
    public record Pool(String name, long availableMiB) {}

    /** The same host when so much less has been promised there. */
    public Candidate relieved(Size size) {
        return with(images, given.minus(size), machines, pools);
    }

    /** The same host with these images. */
    public Candidate withImages(List<String> others) {
        return with(others, given, machines, pools);
    }

    /** The same host, with something else on it. */
    Candidate with(List<String> otherImages, Size otherGiven, int otherMachines, List<Pool> otherPools) {
        return new Candidate(
                id,
                name,
                standing,
                problem,
                architecture,
                accelerated,
                features,
                labels,
                otherImages,
                capacity,
                otherGiven,
                otherMachines,
                otherPools,
                loadPercent,
                tenants);
    }

    /** The pool with the most room, the first by name of several; null when there is none. */
    @Nullable
    Pool roomiest() {
        return pools.stream()
                .max(Comparator.comparingLong(Pool::availableMiB)
                        .thenComparing(Comparator.comparing(Pool::name).reversed()))
                .orElse(null);
    }

    boolean hasImage(Demand demand) {
        return demand.image() != null && images.contains(demand.image().id());
    }
}
