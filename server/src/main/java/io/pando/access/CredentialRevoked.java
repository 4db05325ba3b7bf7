package io.pando.access;

/**
 * A session or an API token has ended before its time: by sign-out, by being taken back, or because the password changed. Published
 * as a Spring application event once that has been committed, so that what was opened with it can be closed.
 *
 * @param credentialId as in {@link Caller#credentialId()}
 * @param userId whose it was
 */
public record CredentialRevoked(String credentialId, String userId) {}
