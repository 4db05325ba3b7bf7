package io.pando.host;

import io.pando.api.Host;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A host as the database has it. */
record HostRecord(
        String id,
        String name,
        String uri,
        @Nullable HostFacts facts,
        @Nullable Instant lastAnswerAt,
        Host.Acceleration acceleration,
        @Nullable String accelerationFingerprint) {}
