package io.pando.api;

/**
 * What a project may take and what it takes.
 *
 * @param limits what it may take
 * @param used what is charged now
 * @param custom whether the limits are the project's own rather than the usual ones
 */
public record Quota(Limits limits, Amounts used, boolean custom) {}
