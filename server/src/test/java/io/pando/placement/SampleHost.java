package io.pando.placement;

import io.pando.api.Filling;
import io.pando.api.HostFeature;
import io.pando.api.HostStanding;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A host for tests: an ordinary one, with what a test wants to be different. Each method gives a new one. */
record SampleHost(Candidate host) {
    static final Rules.Weights WEIGHTS = new Rules.Weights(30, 40, 60, 10, 5);
    static final Rules PACK = new Rules(2, 512, Filling.PACK, WEIGHTS);
    static final Rules SPREAD = new Rules(2, 512, Filling.SPREAD, WEIGHTS);

    /** 8 processors, 16 GiB, a pool with 100 GiB; nothing on it. */
    static SampleHost named(String name) {
        return new SampleHost(new Candidate(
                "id-" + name,
                name,
                HostStanding.READY,
                null,
                "x86_64",
                true,
                List.of(HostFeature.UEFI),
                List.of("zone=a"),
                List.of(),
                Size.of(8, 16_384),
                Size.NONE,
                0,
                List.of(new Candidate.Pool("pool", 102_400)),
                null,
                new TreeMap<>()));
    }

    SampleHost standing(HostStanding standing, @Nullable String problem) {
        return described(
                standing,
                problem,
                host.architecture(),
                host.accelerated(),
                host.features(),
                host.labels(),
                host.images(),
                host.loadPercent());
    }

    SampleHost being(@Nullable String architecture, boolean accelerated, List<HostFeature> features, String... labels) {
        return described(
                host.standing(),
                host.problem(),
                architecture,
                accelerated,
                features,
                List.of(labels),
                host.images(),
                host.loadPercent());
    }

    SampleHost images(String... images) {
        return seen(List.of(images), host.loadPercent());
    }

    SampleHost load(double percent) {
        return seen(host.images(), percent);
    }

    private SampleHost seen(List<String> images, @Nullable Double loadPercent) {
        return described(
                host.standing(),
                host.problem(),
                host.architecture(),
                host.accelerated(),
                host.features(),
                host.labels(),
                images,
                loadPercent);
    }

    private SampleHost described(
            HostStanding standing,
            @Nullable String problem,
            @Nullable String architecture,
            boolean accelerated,
            List<HostFeature> features,
            List<String> labels,
            List<String> images,
            @Nullable Double loadPercent) {
        return new SampleHost(new Candidate(
                host.id(),
                host.name(),
                standing,
                problem,
                architecture,
                accelerated,
                features,
                labels,
                images,
                host.capacity(),
                host.given(),
                host.machines(),
                host.pools(),
                loadPercent,
                host.tenants()));
    }

    SampleHost sized(Size capacity) {
        return holding(capacity, host.given(), host.machines(), host.pools(), host.tenants());
    }

    SampleHost giving(Size given, int machines) {
        return holding(host.capacity(), given, machines, host.pools(), host.tenants());
    }

    SampleHost pools(Candidate.Pool... pools) {
        return holding(host.capacity(), host.given(), host.machines(), List.of(pools), host.tenants());
    }

    SampleHost tenants(Map<String, Integer> tenants) {
        return holding(host.capacity(), host.given(), 1, host.pools(), new TreeMap<>(tenants));
    }

    private SampleHost holding(
            Size capacity,
            Size given,
            int machines,
            List<Candidate.Pool> pools,
            NavigableMap<String, Integer> tenants) {
        return new SampleHost(new Candidate(
                host.id(),
                host.name(),
                host.standing(),
                host.problem(),
                host.architecture(),
                host.accelerated(),
                host.features(),
                host.labels(),
                host.images(),
                capacity,
                given,
                machines,
                pools,
                host.loadPercent(),
                tenants));
    }

    /** 2 processors, 2 GiB of memory, 10 GiB of disk, and nothing else that matters. */
    static Demand ordinary() {
        return new Demand(
                Size.of(2, 2_048), 10_240, null, false, List.of(), List.of(), null, List.of(), List.of(), List.of());
    }

    static Demand sized(int processors, long memoryMiB, long diskMiB) {
        return new Demand(
                Size.of(processors, memoryMiB),
                diskMiB,
                null,
                false,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of());
    }

    static Demand of(String image, long imageMiB) {
        return new Demand(
                Size.of(2, 2_048),
                10_240,
                null,
                false,
                List.of(),
                List.of(),
                new Demand.Image(image, imageMiB),
                List.of(),
                List.of(),
                List.of());
    }

    static Demand among(List<String> labels, List<String> near, List<String> apart) {
        return new Demand(Size.of(2, 2_048), 0, null, false, List.of(), List.of(), null, labels, near, apart);
    }

    static Demand needing(
            @Nullable String architecture, boolean accelerated, List<HostFeature> features, List<String> labels) {
        return new Demand(
                Size.of(1, 512), 0, architecture, accelerated, features, labels, null, List.of(), List.of(), List.of());
    }
}
