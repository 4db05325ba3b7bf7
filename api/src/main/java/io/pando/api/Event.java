package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Something changed; sent on {@code GET /api/v1/events} (server-sent events). The event's name is its type.
 *
 * @param type {@code machine}, {@code image}, {@code job}, {@code host} or {@code project}
 * @param id of the object
 * @param object the object as it is now, as the API shows it in lists; null when it is gone
 */
public record Event(String type, String id, @Nullable Object object) {}
