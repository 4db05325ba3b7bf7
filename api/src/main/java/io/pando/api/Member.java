package io.pando.api;

import java.time.Instant;

/**
 * A person in a project.
 *
 * @param since when the person joined
 */
public record Member(User user, ProjectRole role, Instant since) {}
