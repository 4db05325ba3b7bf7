package io.pando.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the builder found on an image's disk.
 *
 * @param problem why nothing is known of it; null when something is
 * @param contents null when nothing is known
 */
public record ImageInspection(
        Instant inspectedAt,
        @Nullable String problem,
        @Nullable Contents contents) {

    /**
     * What a disk says of itself; nothing of it is certain.
     *
     * @param architecture as {@code uname -m} has it; null when it is none that Pando knows
     * @param boot how it can be started from
     * @param packageFormat {@code dpkg}, {@code rpm} or {@code apk}; null when there is no list of packages
     * @param packages how many packages are installed
     * @param accounts those that can log in
     * @param guestAgent whether QEMU's guest agent is installed
     * @param cloudInit whether cloud-init is installed
     */
    public record Contents(
            OperatingSystem system,
            @Nullable String architecture,
            List<Firmware> boot,
            List<FileSystem> fileSystems,
            @Nullable String packageFormat,
            int packages,
            List<LoginAccount> accounts,
            boolean guestAgent,
            boolean cloudInit,
            Identifiers identifiers) {
        public Contents {
            boot = List.copyOf(boot);
            fileSystems = List.copyOf(fileSystems);
            accounts = List.copyOf(accounts);
        }
    }

    /**
     * The operating system; empty texts where the disk says nothing.
     *
     * @param id for example {@code debian}
     * @param version for example {@code 12}
     * @param name for people
     */
    public record OperatingSystem(String id, String version, String name) {}

    /**
     * A file system.
     *
     * @param device as Linux calls it when the disk is the first one
     * @param root whether the system is on it
     * @param size bytes
     * @param free bytes; null when nobody knows
     */
    public record FileSystem(
            String device,
            String type,
            boolean root,
            long size,
            @Nullable Long free,
            String label) {}

    /** An account that can log in. */
    public record LoginAccount(String name, long uid, String shell) {}

    /** By which a machine could be told from another one; empty where there is none. */
    public record Identifiers(String machineId, String hostName, List<HostKey> hostKeys) {
        public Identifiers {
            hostKeys = List.copyOf(hostKeys);
        }
    }

    /** A key that SSH clients know the machine by. */
    public record HostKey(String type, String fingerprint) {}
}
