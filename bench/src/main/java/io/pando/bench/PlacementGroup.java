package io.pando.bench;

import io.pando.bench.Workload.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * How quickly Pando chooses hosts, and how few it needs, against first-fit, best-fit and dot-product. The peers may begin hosts in the order
 * in which they are given or large ones first: the better of both counts. The cluster's trace is read from the folder {@code PANDO_BENCH_DATA},
 * by default {@code ../shared/data/openb} beside the checkout.
 */
final class PlacementGroup implements Group {
    private static final int HOSTS = 10_000;
    private static final double SHARE = 0.7;
    private static final double LEAST_PER_SECOND = 7_000;
    private static final double MOST_MILLIS = 1;
    private static final double MOST_HOSTS = 1.02;
    private static final int ROUNDS = 5;
    private static final int WARM_UPS = 2;
    private static final String NODES = "openb_node_list_all_node.csv";

    private final Checkout checkout;

    PlacementGroup(Checkout checkout) {
        this.checkout = checkout;
    }

    @Override
    public String name() {
        return "placement";
    }

    @Override
    public void measure(Consumer<Measurement> taken) {
        Path data = data();
        for (String pods : List.of("default", "cpu100")) {
            Workload trace = Workload.trace(
                    "openb " + pods, data.resolve(NODES), data.resolve("openb_pod_list_%s.csv".formatted(pods)));
            measureHosts(trace, taken);
            measureHosts(trace.withoutDepartures(), taken);
            measureTime(trace, taken);
        }
        Workload synthetic = Workload.synthetic(HOSTS, SHARE);
        measureHosts(synthetic, taken);
        measureTime(synthetic, taken);
        new ManyHosts(checkout).measure(taken);
    }

    private Path data() {
        String said = System.getenv("PANDO_BENCH_DATA");
        Path data = said == null ? checkout.root().resolveSibling("shared/data/openb") : Path.of(said);
        if (!Files.isReadable(data.resolve(NODES))) {
            throw new IllegalStateException(
                    ("The cluster's trace is not there: %s has no %s. Put the nodes and the pods (default and cpu100) of the openb"
                                    + " trace there, or say with PANDO_BENCH_DATA where they are.")
                            .formatted(data, NODES));
        }
        return data;
    }

    private static void measureHosts(Workload workload, Consumer<Measurement> taken) {
        Ledger pando = Ledger.of(workload, new PandoPacker(workload.hosts()));
        Map<String, Ledger> peers = new TreeMap<>();
        PlainPacker.WAYS.forEach((way, liking) -> {
            peers.put(way, Ledger.of(workload, new PlainPacker(workload.hosts(), liking, false)));
            peers.put(
                    way + ", large hosts first", Ledger.of(workload, new PlainPacker(workload.hosts(), liking, true)));
        });
        taken.accept(ratio(workload, "at most at the same time", pando, peers, Ledger::mostUsed));
        taken.accept(ratio(workload, "on average over time", pando, peers, Ledger::averageUsed));
        taken.accept(Measurement.atMost(
                0,
                "placement: %s: machines that made a host fuller than full".formatted(workload.name()),
                pando.oversubscriptions(),
                samples(pando, peers, Ledger::oversubscriptions)));
        // Whoever begins large hosts first has none left for a few very large machines when nobody ever goes: decision
        // 40.
        if (workload.departures()) {
            taken.accept(Measurement.atMost(
                    0,
                    "placement: %s: machines that found no host".formatted(workload.name()),
                    pando.refused(),
                    samples(pando, peers, Ledger::refused)));
        }
    }

    private static Measurement ratio(
            Workload workload, String how, Ledger pando, Map<String, Ledger> peers, ToDoubleFunction<Ledger> used) {
        double best = peers.values().stream().mapToDouble(used).min().orElseThrow();
        return Measurement.atMost(
                MOST_HOSTS,
                "placement: %s: hosts in use %s, Pando / the best of the others".formatted(workload.name(), how),
                used.applyAsDouble(pando) / best,
                samples(pando, peers, used));
    }

    private static Map<String, List<Double>> samples(
            Ledger pando, Map<String, Ledger> peers, ToDoubleFunction<Ledger> figure) {
        Map<String, List<Double>> samples = new HashMap<>();
        peers.forEach((way, ledger) -> samples.put(way, List.of(figure.applyAsDouble(ledger))));
        samples.put("Pando", List.of(figure.applyAsDouble(pando)));
        return samples;
    }

    private static void measureTime(Workload workload, Consumer<Measurement> taken) {
        Samples perSecond = new Samples();
        Samples slowest = new Samples();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            Samples each = new Samples();
            double seconds = timed(workload, each);
            if (round >= 0) {
                perSecond.add(workload.machines() / seconds);
                slowest.add(each.percentile(99) * 1000);
            }
        }
        taken.accept(new Measurement(
                "placement: %s: decisions a second on one core, with counting machines in and out (median)"
                        .formatted(workload.name()),
                perSecond.median(),
                LEAST_PER_SECOND,
                Measurement.Better.HIGHER,
                Map.of("a second", perSecond.values())));
        taken.accept(Measurement.atMost(
                MOST_MILLIS,
                "placement: %s: time that 99 of 100 decisions take at most, ms (median)".formatted(workload.name()),
                slowest.median(),
                Map.of("ms", slowest.values())));
    }

    /** Seconds that all events take, and each arrival by itself. */
    private static double timed(Workload workload, Samples each) {
        PandoPacker pando = new PandoPacker(workload.hosts());
        List<Event> events = new ArrayList<>(workload.events());
        long begin = System.nanoTime();
        for (Event event : events) {
            if (event.arrival()) {
                long asked = System.nanoTime();
                pando.arrive(event.machine(), event.room());
                each.addSince(asked);
            } else {
                pando.depart(event.machine(), event.room());
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
