package io.pando.placement;

import io.pando.api.HostStanding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How good it is that machines are where they are, kept up to date while single machines change their places. Whole numbers only, so that
 * every way to the same places comes to the same value. Hosts and machines are told by their positions in the lists.
 */
final class Balance {
    /** What a move costs, besides its disks: as much as a difference between hosts that is not worth the trouble. */
    private static final long MOVE = 10;
    /** What it is worth that nothing is on a host, where machines are to be close together. */
    private static final long EMPTY_HOST = 500;

    private final List<Candidate> hosts;
    private final List<Movable> machines;
    private final Rules rules;
    private final int[] origin;
    private final boolean[] drained;
    private final boolean[][] suited;

    private final long[] cpu;
    private final long[] memory;
    private final long[] disk;
    private final long[] mostCpu;
    private final long[] mostMemory;
    private final long[] mostDisk;
    private final int[] count;
    private final Wishes wishes;

    private long excess;
    private long unsuited;
    private long onDrained;
    private long filling;
    private long cost;

    /** Every machine where it is now. */
    Balance(List<Candidate> hosts, List<Movable> machines, Rules rules) {
        this.hosts = hosts;
        this.machines = machines;
        this.rules = rules;
        Map<String, Integer> positions = new HashMap<>();
        for (int host = 0; host < hosts.size(); host++) {
            positions.put(hosts.get(host).id(), host);
        }
        this.origin = machines.stream()
                .mapToInt(machine -> number(positions, machine.hostId()))
                .toArray();
        this.drained = new boolean[hosts.size()];
        this.cpu = hosts.stream().mapToLong(host -> host.given().cpuMillis()).toArray();
        this.memory = hosts.stream().mapToLong(host -> host.given().memoryMiB()).toArray();
        this.count = hosts.stream().mapToInt(Candidate::machines).toArray();
        this.disk = new long[hosts.size()];
        // A host that has more than it should have may keep it, and gets nothing new.
        this.mostCpu = hosts.stream()
                .mapToLong(host -> Math.max(rules.cpuMillis(host), host.given().cpuMillis()))
                .toArray();
        this.mostMemory = hosts.stream()
                .mapToLong(host -> Math.max(rules.memoryMiB(host), host.given().memoryMiB()))
                .toArray();
        this.mostDisk = hosts.stream().mapToLong(Balance::room).toArray();
        this.suited = new boolean[machines.size()][hosts.size()];
        this.wishes = new Wishes(hosts, machines);
        for (int host = 0; host < hosts.size(); host++) {
            drained[host] = hosts.get(host).standing() == HostStanding.DRAINED;
            filling += filling(host);
        }
        Map<Demand.Traits, boolean[]> known = new HashMap<>();
        for (int machine = 0; machine < machines.size(); machine++) {
            Movable movable = machines.get(machine);
            boolean[] byTraits = known.computeIfAbsent(movable.demand().traits(), this::suited);
            suited[machine] = byTraits.clone();
            for (int host = 0; host < hosts.size(); host++) {
                suited[machine][host] &=
                        !movable.barred().containsKey(hosts.get(host).id());
            }
            suited[machine][origin[machine]] = true;
            onDrained += drained[origin[machine]] ? 1 : 0;
        }
    }

    private boolean[] suited(Demand.Traits traits) {
        boolean[] all = new boolean[hosts.size()];
        for (int host = 0; host < all.length; host++) {
            all[host] = Filter.unsuited(hosts.get(host), traits).isEmpty();
        }
        return all;
    }

    static int number(Map<String, Integer> numbers, String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("Nothing is called " + name);
        }
        return number;
    }

    private static long room(Candidate host) {
        Candidate.Pool pool = host.roomiest();
        return pool == null ? 0 : Math.max(0, pool.availableMiB());
    }

    int origin(int machine) {
        return origin[machine];
    }

    boolean suits(int machine, int host) {
        return suited[machine][host];
    }

    /** Whether there is any other host that could have it. */
    boolean mayGo(int machine) {
        for (int host = 0; host < hosts.size(); host++) {
            if (host != origin[machine] && suited[machine][host]) {
                return true;
            }
        }
        return false;
    }

    /** A machine changes its place. */
    void move(int machine, int from, int to) {
        if (from != to) {
            change(machine, from, -1);
            change(machine, to, 1);
        }
    }

    private void change(int machine, int host, int sign) {
        Movable movable = machines.get(machine);
        filling -= filling(host);
        excess -= excess(host);
        cpu[host] += sign * movable.holds().cpuMillis();
        memory[host] += sign * movable.holds().memoryMiB();
        count[host] += sign;
        if (host != origin[machine]) {
            disk[host] += sign * movable.demand().diskMiB(hosts.get(host).hasImage(movable.demand()));
            cost += sign * (MOVE + movable.demand().diskMiB() / 1024);
            unsuited += suited[machine][host] ? 0 : sign;
        }
        onDrained += drained[host] ? sign : 0;
        wishes.change(machine, host, sign);
        excess += excess(host);
        filling += filling(host);
    }

    private long excess(int host) {
        return Math.max(0, cpu[host] - mostCpu[host])
                + Math.max(0, memory[host] - mostMemory[host])
                + Math.max(0, disk[host] - mostDisk[host]);
    }

    /** How badly a host is filled; 0 to some thousand. */
    private long filling(int host) {
        long full = Math.max(
                permille(cpu[host], rules.cpuMillis(hosts.get(host))),
                permille(memory[host], rules.memoryMiB(hosts.get(host))));
        return switch (rules.filling()) {
            // Least when all are equally full.
            case SPREAD -> full * full / 1000;
            // The fewer are in use the better; of two, rather a full one and an empty one than two halves.
            case PACK -> (count[host] == 0 ? 0 : EMPTY_HOST) - full * full / 20_000;
        };
    }

    private static long permille(long of, long all) {
        return all <= 0 ? 0 : Math.min(2000, 1000 * of / all);
    }

    /** What must not be: more promised than there is, or on hosts that do not suit. 0 is as it has to be. */
    long hard() {
        return excess + 100_000 * unsuited;
    }

    /** Machines on hosts that are to be emptied. */
    long onDrained() {
        return onDrained;
    }

    /** What one would rather not have; the less, the better. */
    long soft() {
        return filling * rules.weights().filling() / 40
                + wishes.unfulfilled() * rules.weights().affinity()
                + cost;
    }

    Rebalance.Filled filled(int host) {
        Candidate candidate = hosts.get(host);
        return new Rebalance.Filled(
                candidate.id(),
                candidate.name(),
                count[host],
                share(cpu[host], rules.cpuMillis(candidate)),
                share(memory[host], rules.memoryMiB(candidate)));
    }

    private static double share(long of, long all) {
        return all <= 0 ? 0 : (double) of / all;
    }

    /** Labels of machines that want to be near to one another, or apart. */
    private static final class Wishes {
        private final int[][] has;
        private final int[][] near;
        private final int[][] apart;
        private final int[][] nearItself;
        private final int[][] apartItself;
        private final int[][] labels;
        private final int[][] wantedNear;
        private final int[][] wantedApart;
        /** All labels that a machine has or speaks of, each once. */
        private final int[][] concerned;

        private long unfulfilled;

        Wishes(List<Candidate> hosts, List<Movable> machines) {
            Map<String, Integer> known = new HashMap<>();
            this.labels = new int[machines.size()][];
            this.wantedNear = new int[machines.size()][];
            this.wantedApart = new int[machines.size()][];
            this.concerned = new int[machines.size()][];
            for (int machine = 0; machine < machines.size(); machine++) {
                Demand demand = machines.get(machine).demand();
                labels[machine] = numbers(known, demand.labels());
                wantedNear[machine] = numbers(known, demand.near());
                wantedApart[machine] = numbers(known, demand.apart());
                concerned[machine] = Stream.of(labels[machine], wantedNear[machine], wantedApart[machine])
                        .flatMapToInt(Arrays::stream)
                        .distinct()
                        .toArray();
            }
            hosts.forEach(host -> numbers(known, List.copyOf(host.tenants().keySet())));
            this.has = new int[hosts.size()][known.size()];
            this.near = new int[hosts.size()][known.size()];
            this.apart = new int[hosts.size()][known.size()];
            this.nearItself = new int[hosts.size()][known.size()];
            this.apartItself = new int[hosts.size()][known.size()];
            Map<String, Integer> positions = new HashMap<>();
            for (int host = 0; host < hosts.size(); host++) {
                positions.put(hosts.get(host).id(), host);
                int here = host;
                // Those of machines that are not ours to move are there, too.
                hosts.get(host).tenants().forEach((label, count) -> has[here][number(known, label)] = count);
            }
            for (int machine = 0; machine < machines.size(); machine++) {
                int host = number(positions, machines.get(machine).hostId());
                for (String label : machines.get(machine).demand().labels()) {
                    // Where a host says what is there, the machine has been counted.
                    boolean counted = hosts.get(host).tenants().containsKey(label);
                    has[host][number(known, label)] += counted ? 0 : 1;
                }
                count(machine, host, 1);
            }
            for (int host = 0; host < hosts.size(); host++) {
                for (int label = 0; label < known.size(); label++) {
                    unfulfilled += unfulfilled(host, label);
                }
            }
        }

        private static int[] numbers(Map<String, Integer> known, List<String> names) {
            return names.stream()
                    .mapToInt(name -> known.computeIfAbsent(name, absent -> known.size()))
                    .toArray();
        }

        void change(int machine, int host, int sign) {
            int[] touched = concerned[machine];
            for (int label : touched) {
                unfulfilled -= unfulfilled(host, label);
            }
            for (int label : labels[machine]) {
                has[host][label] += sign;
            }
            count(machine, host, sign);
            for (int label : touched) {
                unfulfilled += unfulfilled(host, label);
            }
        }

        private void count(int machine, int host, int sign) {
            for (int label : wantedNear[machine]) {
                (contains(labels[machine], label) ? nearItself : near)[host][label] += sign;
            }
            for (int label : wantedApart[machine]) {
                (contains(labels[machine], label) ? apartItself : apart)[host][label] += sign;
            }
        }

        private static boolean contains(int[] all, int one) {
            for (int each : all) {
                if (each == one) {
                    return true;
                }
            }
            return false;
        }

        private long unfulfilled(int host, int label) {
            int there = has[host][label];
            long sum = there == 0 ? near[host][label] : 0;
            sum += there <= 1 ? nearItself[host][label] : 0;
            sum += there >= 1 ? apart[host][label] : 0;
            sum += there >= 2 ? apartItself[host][label] : 0;
            return sum;
        }

        long unfulfilled() {
            return unfulfilled;
        }
    }
}
