package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.api.Host;
import io.pando.api.HostStanding;
import io.pando.image.ImageCopies;
import io.pando.placement.Candidate;
import io.pando.placement.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hosts as decisions about placement see them. Pure. */
final class HostCandidates {
    private HostCandidates() {}

    /**
     * All hosts.
     *
     * @param imageId what is to be cloned, and the host that has it from the beginning; null leaves out who has it
     * @param caches what hosts have of images besides
     * @param promised bytes in pools that full copies which are on their way will take, by host id
     * @param tenants labels of machines that matter, and how many have each, by host id
     */
    static List<Candidate> of(
            List<Host> hosts,
            @Nullable String imageId,
            @Nullable String imageHostId,
            ImageCopies.Caches caches,
            Map<String, Long> promised,
            Map<String, ? extends NavigableMap<String, Integer>> tenants) {
        return hosts.stream()
                .map(host -> of(
                        host,
                        images(host, imageId, imageHostId, caches),
                        caches.removable().getOrDefault(host.id(), 0L)
                                - caches.promised().getOrDefault(host.id(), 0L)
                                - promised.getOrDefault(host.id(), 0L),
                        Optional.<NavigableMap<String, Integer>>ofNullable(tenants.get(host.id()))
                                .orElse(Collections.emptyNavigableMap())))
                .toList();
    }

    /** Of the labels of machines only those that are asked for: the question is kept, and what does not decide is not to be read there. */
    static Map<String, NavigableMap<String, Integer>> asked(
            Map<String, ? extends NavigableMap<String, Integer>> tenants, CreateMachine.@Nullable Where where) {
        return where == null ? asked(tenants, null, null) : asked(tenants, where.near(), where.apart());
    }

    static Map<String, NavigableMap<String, Integer>> asked(
            Map<String, ? extends NavigableMap<String, Integer>> tenants,
            @Nullable List<String> near,
            @Nullable List<String> apart) {
        Set<String> labels = Stream.of(near, apart)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        Map<String, NavigableMap<String, Integer>> asked = new HashMap<>();
        tenants.forEach((host, there) -> {
            NavigableMap<String, Integer> rest = new TreeMap<>(there);
            rest.keySet().retainAll(labels);
            asked.put(host, rest);
        });
        return asked;
    }

    /** Only the image that is asked for: what else is there decides nothing, and the question is kept. */
    private static List<String> images(
            Host host, @Nullable String imageId, @Nullable String imageHostId, ImageCopies.Caches caches) {
        List<String> there = new ArrayList<>();
        Set<String> cached = caches.images().getOrDefault(host.id(), Set.of());
        if (imageId != null && (host.id().equals(imageHostId) || cached.contains(imageId))) {
            there.add(imageId);
        }
        return there;
    }

    /** @param room bytes that its pool has more than is free there now; below 0 for less */
    static Candidate of(Host host, List<String> images, long room) {
        return of(host, images, room, Collections.emptyNavigableMap());
    }

    private static Candidate of(Host host, List<String> images, long room, NavigableMap<String, Integer> tenants) {
        Host.Processors processors = host.processors();
        Host.Memory memory = host.memory();
        boolean silent = host.state() != Host.State.ONLINE || processors == null || memory == null;
        return new Candidate(
                host.id(),
                host.name(),
                silent ? HostStanding.UNREACHABLE : host.drained() ? HostStanding.DRAINED : HostStanding.READY,
                silent ? host.problem() : null,
                host.architecture(),
                host.acceleration().kind() == Host.Acceleration.Kind.HARDWARE,
                host.features(),
                host.labels(),
                images,
                new Size(
                        processors == null ? 0 : processors.cores() * 1000L, memory == null ? 0 : memory.total() >> 20),
                new Size(
                        processors == null ? 0 : processors.committed() * 1000L,
                        memory == null ? 0 : memory.committed() >> 20),
                host.machines(),
                host.pools().stream()
                        .map(pool -> new Candidate.Pool(pool.name(), (pool.available() + room) >> 20))
                        .toList(),
                processors == null ? null : processors.loadPercent(),
                tenants);
    }
}
