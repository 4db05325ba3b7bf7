package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A house for machines and images that several people share, or that one person has alone.
 *
 * @param name unique
 * @param role of the caller; null for an administrator who is no member
 * @param members number of people in it
 * @param quota what it may take and what it takes
 */
public record Project(
        String id,
        String name,
        String description,
        Kind kind,
        @Nullable ProjectRole role,
        int members,
        Quota quota,
        Instant createdAt) {

    public enum Kind {
        /** Made with an account, for that person alone. */
        PERSONAL,
        TEAM
    }
}
