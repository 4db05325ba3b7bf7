package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine: a clone that somebody owns.
 *
 * @param state last known state
 * @param stateSeenAt when the host last confirmed the state
 * @param stale true while the host does not answer, so that the state may have changed since
 * @param hardware disks, network cards and so on
 * @param owner who made it, and after whom it is named
 * @param project whose members share it
 * @param domain name under which libvirt knows it
 * @param uuid under which libvirt knows it
 * @param disk name of its disk in the pool
 * @param addresses IP addresses that the host or the guest reported last
 * @param hostname host name that the guest got
 * @param account name of the account made for its owner within the guest; null when none was
 * @param screenAt when the last picture of its screen was taken; null when there is none
 * @param labels what it is called besides its name, in order
 * @param expiresAt when its time is over: it is suspended then, and cannot be started before it got more; null for never
 * @param remindAt from when on people should be told that it is over soon; null where it never is
 * @param jobId the job that works on it now, or worked on it last
 * @param busy whether that job is still at work
 * @param problem why it is {@code FAILED}, and the way back; null otherwise
 * @param actions what may be done now and, for what may not, why
 */
public record Machine(
        String id,
        String name,
        State state,
        @Nullable Instant stateSeenAt,
        boolean stale,
        User owner,
        ProjectReference project,
        String imageId,
        String image,
        Copy copy,
        String hostId,
        String host,
        int vcpus,
        int memoryMiB,
        Hardware hardware,
        String domain,
        String uuid,
        String disk,
        List<String> addresses,
        @Nullable String hostname,
        @Nullable String account,
        @Nullable Instant screenAt,
        Instant createdAt,
        List<String> labels,
        @Nullable Instant expiresAt,
        @Nullable Instant remindAt,
        @Nullable Long jobId,
        boolean busy,
        @Nullable String problem,
        List<Action> actions) {
    public Machine {
        addresses = List.copyOf(addresses);
        labels = List.copyOf(labels);
        actions = List.copyOf(actions);
    }

    public enum State {
        DEFINED,
        PROVISIONING,
        RUNNING,
        STOPPED,
        SUSPENDED,
        FAILED,
        DELETING,
        DELETED
    }

    /**
     * Something that may be done with a machine.
     *
     * @param name {@code start}, {@code stop}, {@code restart}, {@code suspend}, {@code resume}, {@code delete}, {@code console},
     *     {@code exec}, {@code rename}, {@code resize}, {@code hardware}, {@code snapshot}, {@code revert} or {@code move} (administrators only)
     * @param reason why it is not allowed now; null when it is
     */
    public record Action(
            String name, boolean allowed, @Nullable String reason) {}
}
