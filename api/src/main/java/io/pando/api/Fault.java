package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request.
 *
 * @param field path of the field within the request, for example {@code guest.user.name}; null when it concerns the
 *     whole request
 * @param message what is wrong, as a sentence
 * @param help what would make it right, as a sentence; null when there is nothing that the caller could do
 */
public record Fault(
        @Nullable String field, String message, @Nullable String help) {}
