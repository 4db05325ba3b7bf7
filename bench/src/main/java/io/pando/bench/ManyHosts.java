package io.pando.bench;

import io.pando.api.AddHost;
import io.pando.api.Host;
import io.pando.api.HostHistory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Thousands of hosts of libvirt's own imitation driver, each with a connection of its own, looked at by the real server. The time from one look at a host to the next says how long it takes to look at all of them.
 */
final class ManyHosts {
    private static final int HOSTS = 2_000;
    private static final int WATCHED = 100;
    private static final double MOST_SECONDS = 2;
    /** Shorter than the bound, so that what is measured is the looking and not the waiting. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final int LOOKS = 20;

    private final Checkout checkout;

    ManyHosts(Checkout checkout) {
        this.checkout = checkout;
    }

    void measure(Consumer<Measurement> taken) {
        try (Installation installation = new Installation(checkout)) {
            installation.start(
                    "--pando.host.uri=test:///default",
                    "--pando.host.tick=" + TICK.toSeconds() + "s",
                    "--pando.host.acceleration-probe=1s");
            PandoClient client = installation.administrator();
            client.awaitHost();
            add(client);
            List<Host> watched = Waiting.until(
                            "all hosts to be online",
                            () -> Optional.of(client.allHosts())
                                    .filter(all -> all.size() == HOSTS
                                            && all.stream().allMatch(host -> host.state() == Host.State.ONLINE)))
                    .stream()
                    .limit(WATCHED)
                    .toList();
            Waiting.until(
                    "some looks at all of them",
                    () -> Optional.of(client.history(watched.getLast().id()))
                            .filter(history -> history.samples().size() > LOOKS));
            Samples between = new Samples();
            for (Host host : watched) {
                HostHistory history = client.history(host.id());
                List<HostHistory.Sample> last = history.samples()
                        .subList(
                                Math.max(0, history.samples().size() - LOOKS),
                                history.samples().size());
                for (int look = 1; look < last.size(); look++) {
                    between.add(Duration.between(
                                            last.get(look - 1).at(),
                                            last.get(look).at())
                                    .toMillis()
                            / 1000.0);
                }
            }
            taken.accept(Measurement.atMost(
                    MOST_SECONDS,
                    "placement: %,d hosts monitored: time in which all are looked at, of 99 of 100 rounds, s"
                            .formatted(HOSTS),
                    between.percentile(99),
                    Map.of("between two looks at a host, s", between.values())));
        }
    }

    private static void add(PandoClient client) {
        IntStream.range(1, HOSTS)
                .parallel()
                .forEach(number ->
                        client.addHost(new AddHost("host-" + number, "test:///default", null, null, null, null, null)));
    }
}
