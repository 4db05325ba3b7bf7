package io.pando.api;

import java.time.Instant;

/**
 * What an invitation's link offers, for whoever has it.
 *
 * @param project name of the project
 * @param invitedBy how the page calls the person who made the link
 * @param signUp whether somebody without an account may make one with it
 */
public record InvitationOffer(String project, ProjectRole role, String invitedBy, Instant expiresAt, boolean signUp) {}
