package io.pando.machine;

import io.pando.api.Copy;
import io.pando.api.GuestAccess;
import io.pando.guest.GuestAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine as the database has it.
 *
 * @param ownerId account; {@link #NOBODY} of a {@linkplain WarmMachine warm machine}, which no person sees as a machine
 * @param loginName the image's account, with which Pando can log in on the console; null when the image has none
 * @param loginSecret sealed password that this account has in this machine
 * @param labels what it is called besides its name, each once, in order
 * @param expiresAt when its time is over; null for never
 */
record MachineRecord(
        String id,
        String name,
        String ownerId,
        String projectId,
        String hostId,
        String imageId,
        Copy copy,
        int vcpus,
        int memoryMiB,
        MachineState state,
        @Nullable Instant stateSeenAt,
        @Nullable String problem,
        String domainName,
        UUID domainUuid,
        String disk,
        String mac,
        UUID generationId,
        String serial,
        String hostname,
        @Nullable String account,
        GuestAccess guestAccess,
        @Nullable String loginName,
        @Nullable String loginSecret,
        List<String> addresses,
        @Nullable Instant screenAt,
        Instant createdAt,
        List<String> labels,
        @Nullable Instant expiresAt) {
    MachineRecord {
        addresses = List.copyOf(addresses);
        labels = labels.stream().distinct().sorted().toList();
    }

    /** Whose a machine is that was made before anybody asked for it. */
    static final String NOBODY = "";

    /** Whether it is somebody's. */
    boolean owned() {
        return !ownerId.equals(NOBODY);
    }

    /** Under which what it takes is charged. */
    String charge() {
        return charge(id);
    }

    static String charge(String id) {
        return "machine:" + id;
    }

    GuestAddress guest() {
        return new GuestAddress(hostId, domainUuid);
    }

    /** Whether its domain may be running: it runs, or is being made. */
    boolean mayBeOn() {
        return state == MachineState.RUNNING || state == MachineState.PROVISIONING;
    }
}
