package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Invites somebody into a project.
 *
 * @param user name or id of an account; null makes a link that whoever has it may use once
 * @param role null means {@link ProjectRole#MEMBER}
 * @param lifetimeSeconds 60 to 2,592,000 (30 days); null means 7 days
 */
public record CreateInvitation(
        @Nullable String user,
        @Nullable ProjectRole role,
        @Nullable Long lifetimeSeconds) {}
