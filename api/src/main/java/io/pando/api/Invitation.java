package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An offer to join a project that waits for an answer.
 *
 * @param role that the person would have
 * @param user who is invited; null when whoever has the link is
 * @param invitedBy who made it
 */
public record Invitation(
        String id,
        ProjectReference project,
        ProjectRole role,
        @Nullable User user,
        User invitedBy,
        Instant createdAt,
        Instant expiresAt) {}
