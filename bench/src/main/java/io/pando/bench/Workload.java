package io.pando.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Hosts, and machines that come and go.
 *
 * @param events in the order of time; of one moment, whoever goes goes first
 */
record Workload(String name, List<Room> hosts, List<Event> events) {
    /** Sizes of virtual processors that people ask for, and memory for each, GiB. */
    private static final int[] PROCESSORS = {1, 2, 2, 4, 4, 8, 8, 16, 32};

    private static final int[] GIB_EACH = {1, 2, 4, 4, 8};

    /** Shapes of hosts: processors and memory, GiB. */
    private static final Room[] SHAPES = {
        Room.gib(32, 128), Room.gib(48, 256), Room.gib(64, 256), Room.gib(96, 384), Room.gib(128, 1024)
    };

    /** How much slower machines come once there are as many as are wanted. */
    private static final int PACE = 10;

    Workload {
        hosts = List.copyOf(hosts);
        events = List.copyOf(events);
    }

    /**
     * An amount.
     *
     * @param cpu thousandths of a processor
     * @param memory MiB
     */
    record Room(long cpu, long memory) {
        static Room gib(int processors, int gib) {
            return new Room(processors * 1000L, gib * 1024L);
        }
    }

    /**
     * A machine that comes or goes.
     *
     * @param machine its number, from 0
     */
    record Event(long time, boolean arrival, int machine, Room room) {
        static final Comparator<Event> ORDER = Comparator.comparingLong(Event::time)
                .thenComparing(Event::arrival)
                .thenComparingInt(Event::machine);
    }

    long machines() {
        return events.stream().filter(Event::arrival).count();
    }

    /** Whether anybody goes. */
    boolean departures() {
        return machines() < events.size();
    }

    /** The same, and nobody goes. */
    Workload withoutDepartures() {
        return new Workload(
                name + ", nobody goes",
                hosts,
                events.stream().filter(Event::arrival).toList());
    }

    /**
     * A cluster's trace in the form of openb: its nodes, and its pods from {@code creation_time} to {@code deletion_time}; processors and
     * memory only.
     */
    static Workload trace(String name, Path nodes, Path pods) {
        List<Room> hosts = rows(nodes).map(row -> room(row[1], row[2])).toList();
        List<Event> events = new ArrayList<>();
        rows(pods).forEach(row -> {
            int machine = events.size() / 2;
            Room room = room(row[1], row[2]);
            events.add(new Event(Long.parseLong(row[8]), true, machine, room));
            events.add(new Event(Long.parseLong(row[9]), false, machine, room));
        });
        events.sort(Event.ORDER);
        return new Workload(name, hosts, events);
    }

    /**
     * Hosts of several shapes in any order, as many machines as take a share of all processors, and then as many again that come while the
     * earlier ones go.
     */
    static Workload synthetic(int hosts, double share) {
        Random random = new Random(20_260_301);
        List<Room> rooms = new ArrayList<>();
        for (int number = 0; number < hosts; number++) {
            rooms.add(SHAPES[random.nextInt(SHAPES.length)]);
        }
        List<Room> wanted = new ArrayList<>();
        double left = share * rooms.stream().mapToLong(Room::cpu).sum();
        while (left > 0) {
            wanted.add(machine(random));
            left -= wanted.getLast().cpu();
        }
        int first = wanted.size();
        for (int number = 0; number < first; number++) {
            wanted.add(machine(random));
        }
        List<Event> events = new ArrayList<>();
        long time = 0;
        for (int machine = 0; machine < wanted.size(); machine++) {
            // Lives are so long that as many go as come.
            double life = -Math.log(1 - random.nextDouble()) * PACE * first;
            events.add(new Event(time, true, machine, wanted.get(machine)));
            events.add(new Event(time + 1 + (long) life, false, machine, wanted.get(machine)));
            time += machine < first ? 1 : PACE;
        }
        events.sort(Event.ORDER);
        return new Workload("%,d hosts".formatted(hosts), rooms, events);
    }

    private static Room machine(Random random) {
        int processors = PROCESSORS[random.nextInt(PROCESSORS.length)];
        return Room.gib(processors, processors * GIB_EACH[random.nextInt(GIB_EACH.length)]);
    }

    private static Room room(String cpuMillis, String memoryMiB) {
        return new Room(Long.parseLong(cpuMillis), Long.parseLong(memoryMiB));
    }

    private static Stream<String[]> rows(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
