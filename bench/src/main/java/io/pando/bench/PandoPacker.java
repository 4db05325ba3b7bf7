package io.pando.bench;

import io.pando.api.Filling;
import io.pando.api.HostStanding;
import io.pando.api.PlacementDecision.HostChoice;
import io.pando.bench.Workload.Room;
import io.pando.placement.Candidate;
import io.pando.placement.Demand;
import io.pando.placement.Fleet;
import io.pando.placement.Rules;
import io.pando.placement.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pando's own way, with the weights that it has by default; each processor is given once and all of the memory is given. */
final class PandoPacker implements Packer {
    private static final Rules RULES = new Rules(1, 0, Filling.PACK, new Rules.Weights(30, 40, 60, 10, 0));

    private final Fleet fleet;
    private final Map<Integer, String> hostOf = new HashMap<>();

    PandoPacker(List<Room> hosts) {
        List<Candidate> candidates = new ArrayList<>();
        for (int number = 0; number < hosts.size(); number++) {
            candidates.add(host(number, hosts.get(number)));
        }
        fleet = new Fleet(candidates, RULES);
    }

    private static Candidate host(int number, Room room) {
        return new Candidate(
                Integer.toString(number),
                "host-%06d".formatted(number),
                HostStanding.READY,
                null,
                "x86_64",
                true,
                List.of(),
                List.of(),
                List.of(),
                new Size(room.cpu(), room.memory()),
                Size.NONE,
                0,
                List.of(),
                null,
                new TreeMap<>());
    }

    @Override
    public int arrive(int machine, Room room) {
        Demand demand = demand(room);
        Optional<HostChoice> chosen = fleet.choose(demand);
        if (chosen.isEmpty()) {
            return -1;
        }
        String host = chosen.get().hostId();
        fleet.arrive(host, null, demand);
        hostOf.put(machine, host);
        return Integer.parseInt(host);
    }

    @Override
    public void depart(int machine, Room room) {
        String host = hostOf.remove(machine);
        if (host != null) {
            fleet.depart(host, null, demand(room));
        }
    }

    private static Demand demand(Room room) {
        return Demand.of(new Size(room.cpu(), room.memory()));
    }
}
