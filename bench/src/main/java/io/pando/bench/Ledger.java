package io.pando.bench;

import io.pando.bench.Workload.Event;
import io.pando.bench.Workload.Room;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts for itself what a packer does with a workload, from nothing but the hosts that it names. */
final class Ledger {
    private final List<Room> hosts;
    private final long[] cpu;
    private final long[] memory;
    private final int[] machines;
    private final Map<Integer, Integer> hostOf = new HashMap<>();
    private int used;
    private int mostUsed;
    private double usedTime;
    private long now;
    private long begin = -1;
    private int refused;
    private int oversubscriptions;

    private Ledger(List<Room> hosts) {
        this.hosts = hosts;
        cpu = new long[hosts.size()];
        memory = new long[hosts.size()];
        machines = new int[hosts.size()];
    }

    /** Carries a workload out to its last arrival. */
    static Ledger of(Workload workload, Packer packer) {
        Ledger ledger = new Ledger(workload.hosts());
        long last = workload.events().stream()
                .filter(Event::arrival)
                .mapToLong(Event::time)
                .max()
                .orElse(0);
        for (Event event : workload.events()) {
            if (event.time() > last) {
                break;
            }
            ledger.advance(event.time());
            if (event.arrival()) {
                ledger.arrived(event, packer.arrive(event.machine(), event.room()));
            } else {
                packer.depart(event.machine(), event.room());
                ledger.departed(event);
            }
        }
        return ledger;
    }

    private void advance(long time) {
        begin = begin < 0 ? time : begin;
        usedTime += (double) used * (time - Math.max(now, begin));
        now = time;
    }

    private void arrived(Event event, int host) {
        if (host < 0) {
            refused++;
            return;
        }
        hostOf.put(event.machine(), host);
        cpu[host] += event.room().cpu();
        memory[host] += event.room().memory();
        if (cpu[host] > hosts.get(host).cpu() || memory[host] > hosts.get(host).memory()) {
            oversubscriptions++;
        }
        if (machines[host]++ == 0) {
            mostUsed = Math.max(mostUsed, ++used);
        }
    }

    private void departed(Event event) {
        Integer host = hostOf.remove(event.machine());
        if (host != null) {
            cpu[host] -= event.room().cpu();
            memory[host] -= event.room().memory();
            if (--machines[host] == 0) {
                used--;
            }
        }
    }

    /** Hosts that had machines at the same time, at most. */
    int mostUsed() {
        return mostUsed;
    }

    /** Hosts that had machines, on average over time; the most where no time passes. */
    double averageUsed() {
        return now == begin ? mostUsed : usedTime / (now - begin);
    }

    int refused() {
        return refused;
    }

    int oversubscriptions() {
        return oversubscriptions;
    }
}
