package io.pando.event;

import org.jspecify.annotations.Nullable;

/**
 * Something that the API shows has changed. Features publish it as a Spring application event; within a transaction it is passed on
 * only when that commits.
 *
 * <p>Administrators may see everything. Others may see it who see its project; where it has none, its owner; and where it has neither,
 * everybody who is signed in.
 *
 * @param type {@code machine}, {@code image}, {@code job}, {@code host} or {@code project}
 * @param id of the object
 * @param ownerId account of which it is; null for none. Counts only where there is no project
 * @param projectId project of which it is; null for none
 * @param object the object as it is now, as the API shows it in lists; null when it is gone
 */
public record Changed(
        String type,
        String id,
        @Nullable String ownerId,
        @Nullable String projectId,
        @Nullable Object object) {

    /** Of something that is in no project. */
    public Changed(String type, String id, @Nullable String ownerId, @Nullable Object object) {
        this(type, id, ownerId, null, object);
    }
}
