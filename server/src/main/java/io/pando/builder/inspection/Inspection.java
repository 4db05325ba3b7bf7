package io.pando.builder.inspection;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the disk of a machine says about itself. All of it is the disk's own word: texts have no control characters and are at most 200
 * characters long, lists have bounds, and nothing else is certain.
 *
 * @param boot how the disk can be started from
 * @param architecture as {@code uname -m} has it; null when it is none that Pando knows
 * @param rootFileSystem {@link FileSystem#device()} of the one that the system is on
 * @param packageFormat null when there is no list of packages
 * @param known names of packages that are to be had, each once and sorted, by lists on the disk; empty when there are none
 * @param accounts those that can log in: their shell is one
 * @param guestAgent whether QEMU's guest agent is installed
 * @param cloudInit whether cloud-init is installed
 */
public record Inspection(
        OperatingSystem system,
        @Nullable String architecture,
        Set<Boot> boot,
        String rootFileSystem,
        List<FileSystem> fileSystems,
        @Nullable PackageFormat packageFormat,
        List<InstalledPackage> packages,
        List<String> known,
        List<Account> accounts,
        boolean guestAgent,
        boolean cloudInit,
        Identifiers identifiers)
        implements Inspected {
    public Inspection {
        boot = Set.copyOf(boot);
        fileSystems = List.copyOf(fileSystems);
        packages = List.copyOf(packages);
        known = List.copyOf(known);
        accounts = List.copyOf(accounts);
    }

    /**
     * What {@code os-release} says; empty texts where it says nothing.
     *
     * @param id for example {@code debian}
     * @param version for example {@code 12}
     * @param prettyName for people
     */
    public record OperatingSystem(String id, String version, String prettyName) {}

    /** A way to start from the disk. */
    public enum Boot {
        BIOS,
        UEFI
    }

    /** Who keeps the list of packages. */
    public enum PackageFormat {
        DPKG,
        RPM,
        APK
    }

    /**
     * A file system on the disk.
     *
     * @param device as Linux calls it when the disk is the first one: {@code vda}, {@code vda1}, {@code group-volume}
     * @param type for example {@code ext4}
     * @param size bytes
     * @param free bytes; null when nobody knows
     * @param uuid empty when it has none
     * @param label empty when it has none
     */
    public record FileSystem(
            String device, String type, long size, @Nullable Long free, String uuid, String label) {}

    /**
     * An installed package.
     *
     * @param version with epoch and release, as its packager writes it
     */
    public record InstalledPackage(String name, String version, String architecture) {}

    /** An account that can log in. */
    public record Account(String name, long uid, String shell) {}

    /**
     * By which a machine could be told from another one. Empty where there is none.
     *
     * @param machineId content of {@code /etc/machine-id}
     * @param hostName content of {@code /etc/hostname}
     */
    public record Identifiers(String machineId, String hostName, List<HostKey> hostKeys) {
        public Identifiers {
            hostKeys = List.copyOf(hostKeys);
        }
    }

    /**
     * A public key that SSH clients know the machine by.
     *
     * @param fingerprint {@code SHA256:} and 43 characters, as {@code ssh-keygen -l} prints it
     */
    public record HostKey(String type, String fingerprint) {}
}
