package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.api.Plan;
import io.pando.image.Master;
import io.pando.placement.Candidate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request gets a machine that waits, a new one, or a new one in whose favour others that wait give way. Pure.
 *
 * @param plan what the request comes to
 * @param taken the machine that it gets; null when one is made
 * @param givingWay those that make room for it
 */
record WarmChoice(ClonePlan plan, @Nullable WarmMachine taken, List<WarmMachine> givingWay) {
    WarmChoice {
        givingWay = List.copyOf(givingWay);
    }

    /** What is missed least first: what is not ready yet, then the youngest. */
    static final Comparator<WarmMachine> DISPENSABLE = Comparator.comparing(WarmMachine::ready)
            .thenComparing(WarmMachine::since, Comparator.reverseOrder())
            .thenComparing(WarmMachine::id);

    /**
     * Chooses.
     *
     * @param master what the request comes to; null when there is none
     * @param warm all that there are, the oldest first
     * @param hosts how they are now; machines that wait have been promised what they take
     * @param planned what the request comes to when hosts are like that
     */
    static WarmChoice of(
            CreateMachine wanted,
            @Nullable Master master,
            List<WarmMachine> warm,
            List<Candidate> hosts,
            Function<List<Candidate>, ClonePlan> planned) {
        List<WarmMachine> staying = warm.stream().filter(WarmMachine::staying).toList();
        if (master != null) {
            WarmChoice claim = claim(wanted, master, staying, hosts, planned);
            if (claim != null) {
                return claim;
            }
        }
        ClonePlan ordinary = planned.apply(hosts);
        if (ordinary.feasible() || ordinary.placement() == null || staying.isEmpty()) {
            return new WarmChoice(ordinary, null, List.of());
        }
        WarmChoice roomier = inRoomOfOthers(staying, hosts, planned);
        return roomier == null ? new WarmChoice(ordinary, null, List.of()) : roomier;
    }

    private static @Nullable WarmChoice claim(
            CreateMachine wanted,
            Master master,
            List<WarmMachine> staying,
            List<Candidate> hosts,
            Function<List<Candidate>, ClonePlan> planned) {
        Map<String, WarmMachine> waiting = new HashMap<>();
        staying.stream()
                .filter(each -> each.ready() && each.fits(wanted, master))
                .forEach(each -> waiting.putIfAbsent(each.machine().hostId(), each));
        if (waiting.isEmpty()) {
            return null;
        }
        // The room that it takes is the room that it has. Whatever else is wanted of a host still holds.
        ClonePlan plan = planned.apply(hosts.stream()
                .filter(host -> waiting.containsKey(host.id()))
                .map(host -> without(host, List.of(waiting.get(host.id()))))
                .toList());
        if (!plan.feasible()) {
            return null;
        }
        WarmMachine taken = waiting.get(plan.hostId());
        return new WarmChoice(
                plan.with(new Plan.Effect(
                        "Warm pool",
                        "a machine that waits on %s is taken"
                                .formatted(plan.chosen()
                                        .ranking()
                                        .getFirst()
                                        .choice()
                                        .host()),
                        "it has started already, and only gets its settings")),
                taken,
                List.of());
    }

    /** As few as will do, on the host that would be best with none of them. */
    private static @Nullable WarmChoice inRoomOfOthers(
            List<WarmMachine> staying, List<Candidate> hosts, Function<List<Candidate>, ClonePlan> planned) {
        ClonePlan empty = planned.apply(hosts.stream()
                .map(host -> without(host, on(host.id(), staying)))
                .toList());
        if (!empty.feasible()) {
            return null;
        }
        String hostId = empty.hostId();
        List<WarmMachine> there =
                on(hostId, staying).stream().sorted(DISPENSABLE).toList();
        return IntStream.rangeClosed(1, there.size())
                .mapToObj(count -> there.subList(0, count))
                .map(leaving -> new WarmChoice(
                        planned.apply(hosts.stream()
                                .map(host -> host.id().equals(hostId) ? without(host, leaving) : host)
                                .toList()),
                        null,
                        leaving))
                .filter(choice -> choice.plan().feasible())
                .findFirst()
                .map(choice -> new WarmChoice(
                        choice.plan().with(room(choice.givingWay().size())), null, choice.givingWay()))
                .orElse(null);
    }

    private static Plan.Effect room(int leaving) {
        return new Plan.Effect(
                "Room",
                leaving == 1 ? "1 warm machine gives way" : "%d warm machines give way".formatted(leaving),
                "nobody uses them yet, and the host has no other room");
    }

    private static List<WarmMachine> on(String hostId, Collection<WarmMachine> warm) {
        return warm.stream()
                .filter(each -> each.machine().hostId().equals(hostId))
                .toList();
    }

    private static Candidate without(Candidate host, List<WarmMachine> leaving) {
        return leaving.stream().map(WarmMachine::size).reduce(host, Candidate::relieved, (one, other) -> other);
    }
}
