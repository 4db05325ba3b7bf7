package io.pando.placement;

import io.pando.api.Filling;
import io.pando.api.HostFeature;
import io.pando.api.HostStanding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Made-up hosts, rules and demands: small numbers and few names, so that they meet. The same seed makes the same ones. */
final class RandomFleet {
    private static final List<String> LABELS = List.of("web", "db", "cache");
    private static final List<String> HOST_LABELS = List.of("ssd", "zone=a", "zone=b");
    private static final List<String> IMAGES = List.of("debian", "alpine", "fedora");

    private final Random random;

    RandomFleet(long seed) {
        random = new Random(seed);
    }

    Rules rules() {
        return new Rules(
                pick(0.5, 1.0, 2.0, 1.7),
                pick(0, 256, 512),
                random.nextBoolean() ? Filling.PACK : Filling.SPREAD,
                new Rules.Weights(weight(), weight(), weight(), weight(), weight()));
    }

    private int weight() {
        return pick(0, 1, 30, 40, 100);
    }

    List<Candidate> hosts(int count) {
        List<Candidate> hosts = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            hosts.add(host(number, random.nextInt(3)));
        }
        return hosts;
    }

    /** Ready, and with nothing on them. */
    List<Candidate> emptyHosts(int count) {
        List<Candidate> hosts = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            hosts.add(host(number, 0));
        }
        return hosts;
    }

    private Candidate host(int number, int machines) {
        NavigableMap<String, Integer> tenants = new TreeMap<>();
        if (machines > 0) {
            some(LABELS).forEach(label -> tenants.put(label, 1 + random.nextInt(machines)));
        }
        List<Candidate.Pool> pools = new ArrayList<>();
        for (int pool = random.nextInt(3); pool > 0; pool--) {
            pools.add(new Candidate.Pool("pool-" + pool, pick(0, 50, 500, 5_000)));
        }
        return new Candidate(
                "id-" + (1_000 - number),
                // Names come twice, so that ids have to decide.
                "host-" + number / 2,
                machines == 0 || random.nextInt(5) > 0 ? HostStanding.READY : pick(HostStanding.values()),
                null,
                architecture(10),
                random.nextInt(4) > 0,
                some(Arrays.asList(HostFeature.values())),
                some(HOST_LABELS),
                some(IMAGES),
                Size.of(pick(4, 8, 16), pick(4_096, 8_192, 16_384)),
                machines == 0 ? Size.NONE : Size.of(pick(0, 1, 2, 9), pick(0, 500, 3_000)),
                machines,
                pools,
                random.nextInt(3) == 0 ? null : Double.valueOf(random.nextInt(101)),
                tenants);
    }

    Demand demand() {
        return new Demand(
                new Size(pick(250, 1_000, 2_000, 3_152), pick(64, 512, 2_048)),
                pick(0, 0, 10, 60),
                architecture(3),
                random.nextInt(4) == 0,
                random.nextInt(4) == 0 ? some(Arrays.asList(HostFeature.values())) : List.of(),
                random.nextInt(4) == 0 ? some(HOST_LABELS) : List.of(),
                random.nextBoolean() ? null : new Demand.Image(pick("debian", "alpine", "fedora", "none"), pick(0, 5)),
                some(LABELS),
                random.nextBoolean() ? List.of() : some(LABELS),
                random.nextBoolean() ? List.of() : some(LABELS));
    }

    /** The same host a little later: it answers or does not, and its load is another. */
    Candidate changed(Candidate host) {
        return new Candidate(
                host.id(),
                host.name(),
                random.nextInt(3) > 0 ? HostStanding.READY : pick(HostStanding.values()),
                null,
                host.architecture(),
                host.accelerated(),
                host.features(),
                host.labels(),
                random.nextBoolean() ? host.images() : some(IMAGES),
                host.capacity(),
                host.given(),
                host.machines(),
                host.pools(),
                random.nextInt(3) == 0 ? null : Double.valueOf(random.nextInt(101)),
                host.tenants());
    }

    /** One time in so many none, mostly x86_64. */
    private @Nullable String architecture(int none) {
        return random.nextInt(none) == 0 ? null : pick("x86_64", "x86_64", "x86_64", "aarch64");
    }

    /** Now and then one of them. */
    <T> Optional<T> sometimes(List<T> all) {
        return all.isEmpty() || random.nextInt(3) > 0
                ? Optional.empty()
                : Optional.of(all.get(random.nextInt(all.size())));
    }

    private <T> List<T> some(List<T> all) {
        return all.stream().filter(one -> random.nextInt(3) == 0).toList();
    }

    @SafeVarargs
    private <T> T pick(T... all) {
        return all[random.nextInt(all.length)];
    }
}
