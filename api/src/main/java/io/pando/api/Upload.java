package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody uploads in parts, to be imported once it is whole.
 *
 * @param size bytes of the whole file
 * @param received bytes that are there; the next part begins here
 * @param sha256 what the whole file must give; null when nobody said
 * @param owner who announced it
 * @param project that is charged; its members may send, import and cancel it
 * @param imageId image that is being made of it; null while there is none
 * @param expiresAt when it is thrown away unless more of it comes, or it is imported
 */
public record Upload(
        String id,
        String fileName,
        long size,
        long received,
        @Nullable String sha256,
        User owner,
        ProjectReference project,
        @Nullable String imageId,
        Instant createdAt,
        Instant expiresAt) {}
