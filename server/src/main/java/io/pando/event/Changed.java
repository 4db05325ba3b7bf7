package io.pando.event;

import org.jspecify.annotations.Nullable;

/**
 * Something that the API shows has changed. Features publish it as a Spring application event; within a transaction it is passed on
 * only when that commits.
 *
 * @param type {@code machine}, {@code image}, {@code job} or {@code host}
 * @param id of the object
 * @param ownerId account that may see it, besides administrators; null when everybody who is signed in may
 * @param object the object as it is now, as the API shows it in lists; null when it is gone
 */
public record Changed(
        String type,
        String id,
        @Nullable String ownerId,
        @Nullable Object object) {}
