package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A master image that machines are cloned from.
 *
 * @param name unique
 * @param format format of the stored disk, {@code qcow2}
 * @param virtualSize size of the disk as the guest sees it, bytes
 * @param storedSize space that it takes in the pool, bytes
 * @param sha256 of the imported file
 * @param operatingSystem as the guest itself says, for example {@code Debian GNU/Linux 12 (bookworm)}
 * @param guestAccess how Pando reaches into machines made from it; null until found out
 * @param bootSeconds time from start to the guest's first answer when it was imported
 * @param account name of the account that Pando logs in with on the console
 * @param masterIdentity what the master's guest said of itself when it was imported
 * @param machines number of machines made from it that still exist
 * @param owner who imported it
 * @param project whose members see and use it; null for everybody's
 * @param problem why the import failed; null unless {@link State#FAILED}
 * @param hardware what the imported file says of the hardware of its machine; null where it says nothing
 * @param model whether it is marked as a model, of which images are staged
 * @param staged which model it was staged of; null when it was imported
 */
public record Image(
        String id,
        String name,
        String description,
        State state,
        @Nullable String operatingSystem,
        @Nullable String format,
        @Nullable Long virtualSize,
        @Nullable Long storedSize,
        @Nullable String sha256,
        @Nullable GuestAccess guestAccess,
        @Nullable Double bootSeconds,
        @Nullable String account,
        Defaults defaults,
        @Nullable Identity masterIdentity,
        int machines,
        User owner,
        @Nullable ProjectReference project,
        Instant createdAt,
        @Nullable Long jobId,
        @Nullable String problem,
        @Nullable ExportedHardware hardware,
        boolean model,
        @Nullable Staged staged) {

    /**
     * Where a staged image comes from.
     *
     * @param modelId may be gone
     * @param version the first one of a model is 1
     */
    public record Staged(String modelId, String modelName, int version) {}

    public enum State {
        IMPORTING,
        READY,
        FAILED,
        DELETING
    }

    /** What a machine gets when the request says nothing else. */
    public record Defaults(int vcpus, int memoryMiB) {}

    /**
     * What an archive says of the machine that was exported.
     *
     * @param vcpus null when it does not say
     * @param memoryMiB null when it does not say
     * @param networkCards model of each
     * @param firmware {@code bios} or {@code efi}
     * @param diskBus {@code ide}, {@code scsi}, {@code sata} or {@code unknown}
     */
    public record ExportedHardware(
            @Nullable Integer vcpus,
            @Nullable Integer memoryMiB,
            List<String> networkCards,
            String firmware,
            String diskBus) {
        public ExportedHardware {
            networkCards = List.copyOf(networkCards);
        }
    }
}
