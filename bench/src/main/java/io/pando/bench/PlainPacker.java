package io.pando.bench;

import io.pando.bench.Workload.Room;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The textbook's ways: look at all hosts that have machines and take the one that is liked best, the first of several; where none fits, begin
 * the first empty one. Shares are of the host's own size.
 */
final class PlainPacker implements Packer {

    /** How much a host is liked; not a number where the first that fits is as good as any. */
    interface Liking {
        double of(Room wanted, Room left, Room size);
    }

    /** The ways, by their names. */
    static final Map<String, Liking> WAYS = Map.of(
            "first-fit", (wanted, left, size) -> Double.NaN,
            "best-fit",
                    (wanted, left, size) -> -((double) (left.cpu() - wanted.cpu()) / size.cpu()
                            + (double) (left.memory() - wanted.memory()) / size.memory()),
            "dot-product",
                    (wanted, left, size) -> (double) wanted.cpu() / size.cpu() * left.cpu() / size.cpu()
                            + (double) wanted.memory() / size.memory() * left.memory() / size.memory());

    private final Liking liking;
    private final Room[] sizes;
    private final Room[] left;
    private final int[] order;
    private final Map<Integer, Integer> hostOf = new HashMap<>();

    /**
     * @param largestFirst whether large hosts are begun first; else they are in the order in which they are given
     */
    PlainPacker(List<Room> hosts, Liking liking, boolean largestFirst) {
        this.liking = liking;
        sizes = hosts.toArray(Room[]::new);
        left = sizes.clone();
        Comparator<Integer> larger = Comparator.comparingDouble(host ->
                -((double) sizes[host].cpu() / most(hosts, true) + (double) sizes[host].memory() / most(hosts, false)));
        order = IntStream.range(0, sizes.length)
                .boxed()
                .sorted(largestFirst ? larger : Comparator.naturalOrder())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long most(List<Room> hosts, boolean cpu) {
        return hosts.stream()
                .mapToLong(host -> cpu ? host.cpu() : host.memory())
                .max()
                .orElseThrow();
    }

    @Override
    public int arrive(int machine, Room room) {
        int host = choose(room);
        if (host >= 0) {
            left[host] = new Room(left[host].cpu() - room.cpu(), left[host].memory() - room.memory());
            hostOf.put(machine, host);
        }
        return host;
    }

    private int choose(Room room) {
        int empty = -1;
        int chosen = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int host : order) {
            if (left[host].cpu() < room.cpu() || left[host].memory() < room.memory()) {
                continue;
            }
            double liked = liking.of(room, left[host], sizes[host]);
            if (Double.isNaN(liked)) {
                return host;
            }
            if (left[host].equals(sizes[host])) {
                empty = empty < 0 ? host : empty;
            } else if (liked > most) {
                most = liked;
                chosen = host;
            }
        }
        return chosen < 0 ? empty : chosen;
    }

    @Override
    public void depart(int machine, Room room) {
        Integer host = hostOf.remove(machine);
        if (host != null) {
            left[host] = new Room(left[host].cpu() + room.cpu(), left[host].memory() + room.memory());
        }
    }
}
