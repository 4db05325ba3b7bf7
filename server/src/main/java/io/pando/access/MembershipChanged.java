package io.pando.access;

/**
 * Somebody has joined a project, left it, or may do other things there now. Published as a Spring application event once that has been
 * committed, so that what was opened on the strength of it is looked at again.
 *
 * @param userId whose membership it is
 */
public record MembershipChanged(String projectId, String userId) {}
