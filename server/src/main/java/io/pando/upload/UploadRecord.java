package io.pando.upload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An upload as the database has it.
 *
 * @param received bytes that are safely in the file
 * @param imageId image that is being made of it
 * @param touchedAt when more of it came last
 */
record UploadRecord(
        String id,
        String ownerId,
        String projectId,
        String fileName,
        long size,
        long received,
        @Nullable String sha256,
        @Nullable String imageId,
        Instant createdAt,
        Instant touchedAt) {

    boolean complete() {
        return received == size;
    }
}
