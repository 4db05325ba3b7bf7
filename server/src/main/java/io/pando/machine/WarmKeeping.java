package io.pando.machine;

import io.pando.api.HostStanding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is to be done so that as many machines wait as are wanted. Pure. */
final class WarmKeeping {
    private WarmKeeping() {}

    /**
     * A pool as it is wanted.
     *
     * @param size 0 also where none can be made
     */
    record Wanted(String imageId, int size, int vcpus, int memoryMiB) {}

    /**
     * What is to be done.
     *
     * @param leaving machines that are not wanted any more
     * @param missing how many are to be made, by image; what is emptiest first
     */
    record Decision(List<WarmMachine> leaving, Map<String, Integer> missing) {}

    /**
     * Decides.
     *
     * @param hosts how each stands; what is on one that is not known yet stays
     */
    static Decision decide(List<Wanted> pools, List<WarmMachine> machines, Map<String, HostStanding> hosts) {
        Map<String, Wanted> byImage = pools.stream().collect(Collectors.toMap(Wanted::imageId, Function.identity()));
        List<WarmMachine> leaving = new ArrayList<>();
        Map<String, List<WarmMachine>> there = new LinkedHashMap<>();
        for (WarmMachine each : machines) {
            if (!each.staying()) {
                continue;
            }
            Wanted pool = byImage.get(each.machine().imageId());
            HostStanding host = hosts.get(each.machine().hostId());
            if (pool == null || pool.size() == 0 || !made(each, pool) || host == HostStanding.DRAINED) {
                leaving.add(each);
            } else if (host == HostStanding.READY) {
                // What is on a host that does not answer can neither be claimed nor taken away, and may come back.
                there.computeIfAbsent(pool.imageId(), absent -> new ArrayList<>())
                        .add(each);
            }
        }
        Map<String, Integer> missing = new LinkedHashMap<>();
        pools.stream()
                .sorted(Comparator.comparingDouble((Wanted pool) -> filled(pool, there))
                        .thenComparing(Wanted::imageId))
                .forEach(pool -> {
                    List<WarmMachine> kept = there.getOrDefault(pool.imageId(), List.of());
                    if (kept.size() < pool.size()) {
                        missing.put(pool.imageId(), pool.size() - kept.size());
                    } else {
                        kept.stream()
                                .sorted(WarmChoice.DISPENSABLE)
                                .limit(kept.size() - pool.size())
                                .forEach(leaving::add);
                    }
                });
        return new Decision(leaving, missing);
    }

    private static double filled(Wanted pool, Map<String, List<WarmMachine>> there) {
        return pool.size() == 0
                ? 1
                : (double) there.getOrDefault(pool.imageId(), List.of()).size() / pool.size();
    }

    private static boolean made(WarmMachine machine, Wanted pool) {
        return machine.machine().vcpus() == pool.vcpus() && machine.machine().memoryMiB() == pool.memoryMiB();
    }
}
