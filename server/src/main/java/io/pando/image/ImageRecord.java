package io.pando.image;

import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.api.Image;
import io.pando.api.Job;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An image as the database has it.
 *
 * @param projectId null for everybody's
 * @param disk name of the disk that clones are based on; never changes once it is published
 * @param guestAccess what was asked for
 * @param accessFound which way led into the master; null until it was tried
 * @param accountSecret sealed password of the account for the console; null when there is no account
 * @param masterDisk name of the disk that the master itself would write to
 * @param hardware what the imported file says of the hardware of its machine; null where it says nothing
 */
record ImageRecord(
        String id,
        String name,
        String description,
        Image.State state,
        String ownerId,
        @Nullable String projectId,
        String hostId,
        String disk,
        @Nullable Long virtualSize,
        @Nullable Long storedSize,
        @Nullable String sha256,
        @Nullable String operatingSystem,
        GuestAccess guestAccess,
        @Nullable GuestAccess accessFound,
        @Nullable Double bootSeconds,
        @Nullable String accountName,
        @Nullable String accountSecret,
        int vcpus,
        int memoryMiB,
        UUID domainUuid,
        String domainName,
        String masterDisk,
        String mac,
        UUID generationId,
        String serial,
        @Nullable Identity identity,
        @Nullable String problem,
        Instant createdAt,
        Image.@Nullable ExportedHardware hardware) {

    /** Under which what it takes is charged. */
    String charge() {
        return "image:" + id;
    }

    /** As jobs name it. */
    Job.Subject subject() {
        return new Job.Subject("image", id, name);
    }

    /** Whether machines of that project may be made from it. */
    boolean isFor(String project) {
        return projectId == null || projectId.equals(project);
    }
}
