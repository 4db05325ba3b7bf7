package io.pando.guest;

import java.util.UUID;

/**
 * Where a guest runs.
 *
 * @param hostId id of the host
 * @param domain under which that host knows it
 */
public record GuestAddress(String hostId, UUID domain) {}
