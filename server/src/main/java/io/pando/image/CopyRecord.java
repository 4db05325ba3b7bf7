package io.pando.image;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image's disk on a host that is not the image's own, as the database has it.
 *
 * @param jobId the job that copies it or takes it away; null when none does
 * @param bytes length of its file, or how long it will be
 * @param sha256 of its file; null until it is complete
 */
record CopyRecord(
        String imageId,
        String hostId,
        String disk,
        State state,
        @Nullable Long jobId,
        long bytes,
        @Nullable String sha256,
        Instant usedAt) {

    enum State {
        /** A job is at it, or was when it died. */
        COPYING,
        /** Complete and compared: machines may be based on it. */
        READY,
        /** It goes: it makes room for another one, or was not completed. */
        EVICTING
    }
}
