package io.pando.host;

import io.pando.api.Host;
import io.pando.configuration.PandoProperties;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host as the database has it.
 *
 * @param labels sorted, each once
 * @param drained whether an administrator wants nothing new there
 * @param own where it differs from the server's own host
 */
record HostRecord(
        String id,
        String name,
        String uri,
        @Nullable HostFacts facts,
        @Nullable Instant lastAnswerAt,
        Host.Acceleration acceleration,
        @Nullable String accelerationFingerprint,
        List<String> labels,
        boolean drained,
        Own own) {
    HostRecord {
        labels = labels.stream().distinct().sorted().toList();
    }

    HostRecord drained(boolean now) {
        return now == drained
                ? this
                : new HostRecord(
                        id, name, uri, facts, lastAnswerAt, acceleration, accelerationFingerprint, labels, now, own);
    }

    /** What was said of this host alone; null is as on the server's own host. */
    record Own(
            @Nullable String pool,
            @Nullable String poolPath,
            @Nullable String network,
            @Nullable String networkCidr) {
        static final Own NOTHING = new Own(null, null, null, null);
    }

    /** What Pando uses there. */
    Resources resources(PandoProperties.Host usual) {
        return resources(own, usual);
    }

    static Resources resources(Own own, PandoProperties.Host usual) {
        return new Resources(
                own.pool == null ? usual.pool() : own.pool,
                own.poolPath == null ? usual.poolPath() : Path.of(own.poolPath),
                own.network == null ? usual.network() : own.network,
                own.networkCidr == null ? usual.networkCidr() : own.networkCidr);
    }

    /**
     * What Pando uses on a host.
     *
     * @param poolPath folder of the pool where it has to be made
     * @param networkCidr range of the network where it has to be made
     */
    record Resources(String pool, Path poolPath, String network, String networkCidr) {}
}
