package io.pando.bench;

import java.util.Map;

/** How long the server takes from the start of the launcher to its first answer. */
final class ServerStart {
    private static final int ROUNDS = 5;
    private static final double BOUND_SECONDS = 6;

    private final Installation installation;

    ServerStart(Installation installation) {
        this.installation = installation;
    }

    /** Leaves the server running. */
    Measurement measure() {
        Samples seconds = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            installation.stop();
            seconds.add(installation.start());
        }
        return Measurement.atMost(
                BOUND_SECONDS,
                "clone: start of the server, launcher to first answer, s (median)",
                seconds.median(),
                Map.of("start, s", seconds.values()));
    }
}
