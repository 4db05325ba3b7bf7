package io.pando.placement;

import io.pando.api.Filling;
import io.pando.api.PlacementDecision.HostChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Hosts, kept so that many machines can be placed quickly: {@link #choose} comes to the choice of {@link Placement#decide} without words.
 *
 * <p>What changes with each machine stands in columns, one entry a host, and is kept up by {@link #arrive} and {@link #depart}. Sets of hosts
 * leave most of them out before any is looked at: who suits the kind of demand, who has room to the power of two, who has machines already
 * and so goes before those that have none. The set of hosts is fixed: where one joins or leaves, a new fleet is made. Not thread-safe.
 */
public final class Fleet {
    /** Kinds of demand that are remembered; then the memory starts anew. */
    private static final int MOST_KINDS = 256;

    private static final BitSet NOWHERE = new BitSet();

    private final Rules rules;
    private final Candidate[] hosts;
    private final Map<String, Integer> positions = new HashMap<>();

    private final long[] cpu;
    private final long[] memory;
    private final long[] cpuFree;
    private final long[] memoryFree;
    private final long[] diskFree;
    private final int[] machines;
    private final double[] largeness;
    private final double[] idleness;

    private final List<long[]> poolsFree = new ArrayList<>();
    private final List<NavigableMap<String, Integer>> tenants = new ArrayList<>();
    private final List<NavigableSet<String>> images = new ArrayList<>();
    private final Map<String, BitSet> hostsOfImage = new HashMap<>();
    private final Map<String, BitSet> hostsOfLabel = new HashMap<>();
    private final BitSet used;
    private final Levels cpuLevels;
    private final Levels memoryLevels;
    private final Map<Demand.Traits, BitSet> suited = new HashMap<>();

    public Fleet(Collection<Candidate> candidates, Rules rules) {
        this.rules = rules;
        hosts = candidates.stream().sorted(Candidate.ORDER).toArray(Candidate[]::new);
        int count = hosts.length;
        cpu = new long[count];
        memory = new long[count];
        cpuFree = new long[count];
        memoryFree = new long[count];
        diskFree = new long[count];
        machines = new int[count];
        largeness = new double[count];
        idleness = new double[count];
        used = new BitSet(count);
        cpuLevels = new Levels(count);
        memoryLevels = new Levels(count);
        for (int host = 0; host < count; host++) {
            if (positions.put(hosts[host].id(), host) != null) {
                throw new IllegalArgumentException("There are two hosts " + hosts[host].id());
            }
            poolsFree.add(new long[0]);
            tenants.add(new TreeMap<>());
            images.add(new TreeSet<>());
            read(host);
        }
    }

    /**
     * Takes over how a host is now: its state, load, images, and what is given there.
     *
     * @throws IllegalArgumentException no host of the fleet has this id and name
     */
    public void update(Candidate now) {
        int host = position(now.id());
        if (!hosts[host].name().equals(now.name())) {
            throw new IllegalArgumentException("The host %s has another name: make a new fleet".formatted(now.id()));
        }
        images.get(host).forEach(image -> mark(hostsOfImage, image, host, false));
        tenants.get(host).keySet().forEach(label -> mark(hostsOfLabel, label, host, false));
        hosts[host] = now;
        read(host);
        suited.forEach(
                (traits, bits) -> bits.set(host, Filter.unsuited(now, traits).isEmpty()));
    }

    private void read(int host) {
        Candidate now = hosts[host];
        cpu[host] = rules.cpuMillis(now);
        memory[host] = rules.memoryMiB(now);
        free(
                host,
                cpu[host] - now.given().cpuMillis(),
                memory[host] - now.given().memoryMiB(),
                now.machines());
        largeness[host] = Scoring.largeness(now.capacity());
        idleness[host] = Scoring.idleness(now.loadPercent());
        poolsFree.set(
                host,
                now.pools().stream().mapToLong(Candidate.Pool::availableMiB).toArray());
        diskFree[host] = diskFree(host);
        tenants.set(host, new TreeMap<>(now.tenants()));
        images.set(host, new TreeSet<>(now.images()));
        now.images().forEach(image -> mark(hostsOfImage, image, host, true));
        now.tenants().keySet().forEach(label -> mark(hostsOfLabel, label, host, true));
    }

    /** The host that takes the machine best; empty when none can. Nothing is changed by it. */
    public Optional<HostChoice> choose(Demand demand) {
        BitSet roomy = (BitSet) suited(demand).clone();
        cpuLevels.keep(roomy, demand.size().cpuMillis());
        memoryLevels.keep(roomy, demand.size().memoryMiB());
        BitSet empty = (BitSet) roomy.clone();
        roomy.and(used);
        empty.andNot(used);

        Search search = new Search(demand);
        search.among(roomy);
        if (search.best <= mostOfAnEmptyHost(demand)) {
            search.among(empty);
        }
        int chosen = search.chosen;
        return chosen < 0
                ? Optional.empty()
                : Optional.of(new HostChoice(hosts[chosen].id(), hosts[chosen].name(), roomiest(chosen), search.best));
    }

    /** No host without machines has a score above it. */
    private double mostOfAnEmptyHost(Demand demand) {
        return Scoring.total(
                rules.weights(),
                demand.image() == null ? 0 : 1,
                rules.filling() == Filling.PACK ? Scoring.MOST_OF_AN_EMPTY_HOST : 1,
                demand.near().isEmpty() && demand.apart().isEmpty() ? 0 : 1,
                1,
                1);
    }

    /** The same as {@link #choose}, with everything that there is to say. */
    public Decision explain(Demand demand) {
        return Placement.decide(new Question(demand, candidates(), rules));
    }

    /**
     * Counts a machine in: what it takes is no longer free, and its image is there from now on. Whoever counts one in that does not fit
     * (because it runs there already) makes the host fuller than full, and nothing more is placed there.
     *
     * @param pool where its disks are; null when it has none
     */
    public void arrive(String hostId, @Nullable String pool, Demand demand) {
        int host = position(hostId);
        BitSet imageThere = imageThere(demand);
        count(host, demand, 1);
        take(host, pool, demand.diskMiB(imageThere.get(host)));
        if (demand.image() != null) {
            images.get(host).add(demand.image().id());
            mark(hostsOfImage, demand.image().id(), host, true);
        }
    }

    /**
     * Counts a machine out that was counted in. Its image stays.
     *
     * @throws IllegalArgumentException the host does not have it
     */
    public void depart(String hostId, @Nullable String pool, Demand demand) {
        int host = position(hostId);
        if (machines[host] == 0
                || cpuFree[host] + demand.size().cpuMillis() > cpu[host]
                || memoryFree[host] + demand.size().memoryMiB() > memory[host]
                || !tenants.get(host).keySet().containsAll(demand.labels())) {
            throw new IllegalArgumentException("The host %s does not have that machine".formatted(hostId));
        }
        count(host, demand, -1);
        take(host, pool, -demand.diskMiB());
    }

    private void count(int host, Demand demand, int by) {
        free(
                host,
                cpuFree[host] - by * demand.size().cpuMillis(),
                memoryFree[host] - by * demand.size().memoryMiB(),
                machines[host] + by);
        for (String label : demand.labels()) {
            Integer now = tenants.get(host).merge(label, by, (old, more) -> old + more == 0 ? null : old + more);
            mark(hostsOfLabel, label, host, now != null);
        }
    }

    private void free(int host, long cpuNow, long memoryNow, int machinesNow) {
        cpuLevels.change(host, cpuFree[host], cpuNow);
        memoryLevels.change(host, memoryFree[host], memoryNow);
        cpuFree[host] = cpuNow;
        memoryFree[host] = memoryNow;
        machines[host] = machinesNow;
        used.set(host, machinesNow > 0);
    }

    private void take(int host, @Nullable String pool, long mib) {
        if (pool == null) {
            return;
        }
        List<Candidate.Pool> pools = hosts[host].pools();
        for (int number = 0; number < pools.size(); number++) {
            if (pools.get(number).name().equals(pool)) {
                poolsFree.get(host)[number] -= mib;
                diskFree[host] = diskFree(host);
                return;
            }
        }
        throw new IllegalArgumentException("The host %s has no pool %s".formatted(hosts[host].id(), pool));
    }

    /** The hosts as they are now. */
    public List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        for (int host = 0; host < hosts.length; host++) {
            all.add(candidate(host));
        }
        return all;
    }

    private Candidate candidate(int host) {
        Candidate known = hosts[host];
        List<Candidate.Pool> pools = new ArrayList<>();
        for (int number = 0; number < known.pools().size(); number++) {
            pools.add(new Candidate.Pool(
                    known.pools().get(number).name(), poolsFree.get(host)[number]));
        }
        return new Candidate(
                known.id(),
                known.name(),
                known.standing(),
                known.problem(),
                known.architecture(),
                known.accelerated(),
                known.features(),
                known.labels(),
                List.copyOf(images.get(host)),
                known.capacity(),
                new Size(cpu[host] - cpuFree[host], memory[host] - memoryFree[host]),
                machines[host],
                pools,
                known.loadPercent(),
                tenants.get(host));
    }

    /** How many kinds of demand are remembered. */
    int kinds() {
        return suited.size();
    }

    private BitSet suited(Demand demand) {
        Demand.Traits traits = demand.traits();
        BitSet known = suited.get(traits);
        if (known == null) {
            if (suited.size() == MOST_KINDS) {
                suited.clear();
            }
            known = new BitSet(hosts.length);
            for (int host = 0; host < hosts.length; host++) {
                known.set(host, Filter.unsuited(hosts[host], traits).isEmpty());
            }
            suited.put(traits, known);
        }
        return known;
    }

    private BitSet imageThere(Demand demand) {
        return demand.image() == null
                ? NOWHERE
                : hostsOfImage.getOrDefault(demand.image().id(), NOWHERE);
    }

    private void mark(Map<String, BitSet> all, String name, int host, boolean there) {
        BitSet bits = all.computeIfAbsent(name, key -> new BitSet(hosts.length));
        bits.set(host, there);
        if (bits.isEmpty()) {
            all.remove(name);
        }
    }

    /** Without any pool nothing fits that needs one, and all else does. */
    private long diskFree(int host) {
        return Arrays.stream(poolsFree.get(host)).max().orElse(0);
    }

    private @Nullable String roomiest(int host) {
        long[] free = poolsFree.get(host);
        for (int number = 0; number < free.length; number++) {
            if (free[number] == diskFree[host]) {
                return hosts[host].pools().get(number).name();
            }
        }
        return null;
    }

    private int position(String hostId) {
        Integer position = positions.get(hostId);
        if (position == null) {
            throw new IllegalArgumentException("There is no host " + hostId);
        }
        return position;
    }

    /** Looks for the best host for one demand. */
    private final class Search {
        private final long cpuWanted;
        private final long memoryWanted;
        private final long diskWanted;
        private final long diskWithImage;
        private final BitSet imageThere;
        private final BitSet[] near;
        private final BitSet[] apart;
        private double best = Double.NEGATIVE_INFINITY;
        private int chosen = -1;

        Search(Demand demand) {
            cpuWanted = demand.size().cpuMillis();
            memoryWanted = demand.size().memoryMiB();
            diskWanted = demand.diskMiB(true);
            diskWithImage = demand.diskMiB(false);
            imageThere = imageThere(demand);
            near = hostsOf(demand.near());
            apart = hostsOf(demand.apart());
        }

        private BitSet[] hostsOf(List<String> labels) {
            return labels.stream()
                    .map(label -> hostsOfLabel.getOrDefault(label, NOWHERE))
                    .toArray(BitSet[]::new);
        }

        /** Of hosts that are equally good the first is taken, whichever are looked at first. */
        void among(BitSet candidates) {
            for (int host = candidates.nextSetBit(0); host >= 0; host = candidates.nextSetBit(host + 1)) {
                long cpuLeft = cpuFree[host] - cpuWanted;
                long memoryLeft = memoryFree[host] - memoryWanted;
                boolean there = imageThere.get(host);
                if (cpuLeft < 0 || memoryLeft < 0 || diskFree[host] < (there ? diskWanted : diskWithImage)) {
                    continue;
                }
                double score = score(host, there, affinity(host), cpuLeft, memoryLeft);
                if (score > best || (score == best && host < chosen)) {
                    best = score;
                    chosen = host;
                }
            }
        }

        private double affinity(int host) {
            int kept = 0;
            for (BitSet there : near) {
                kept += there.get(host) ? 1 : 0;
            }
            for (BitSet there : apart) {
                kept += there.get(host) ? 0 : 1;
            }
            return Scoring.affinity(near.length + apart.length, kept);
        }

        private double score(int host, boolean there, double affinity, long cpuLeft, long memoryLeft) {
            double cpuShare = Scoring.share(cpuLeft, cpu[host]);
            double memoryShare = Scoring.share(memoryLeft, memory[host]);
            return Scoring.total(
                    rules.weights(),
                    there ? 1 : 0,
                    Scoring.filling(rules.filling(), machines[host] > 0, largeness[host], cpuShare, memoryShare),
                    affinity,
                    idleness[host],
                    Scoring.headroom(cpuShare, memoryShare));
        }
    }
}
