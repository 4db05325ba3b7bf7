package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks that a disk image file on the server's host becomes a master image. Administrators only.
 *
 * @param name 1 to 40 characters: lower-case letters, digits, hyphens and dots; begins with a letter or digit
 * @param description at most 2,000 characters
 * @param path absolute path of a file on the server's host, within a folder that the configuration allows
 * @param format {@code qcow2} or {@code raw}; what the file's bytes say must agree
 * @param account name and password of an account in the guest with which Pando may log in on the serial console; it must be root or
 *     be allowed to become root by sudo without a password
 * @param guestAccess null means {@link GuestAccess#AUTO}
 * @param vcpus default for machines made from it, 1 to 64; null means 1
 * @param memoryMiB default for machines made from it; null means 512
 * @param project name or id of the project that it belongs to; null means everybody's
 */
public record ImportImage(
        String name,
        @Nullable String description,
        String path,
        String format,
        @Nullable Credentials account,
        @Nullable GuestAccess guestAccess,
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB,
        @Nullable String project) {

    /** An image of everybody's. */
    public ImportImage(
            String name,
            @Nullable String description,
            String path,
            String format,
            @Nullable Credentials account,
            @Nullable GuestAccess guestAccess,
            @Nullable Integer vcpus,
            @Nullable Integer memoryMiB) {
        this(name, description, path, format, account, guestAccess, vcpus, memoryMiB, null);
    }
}
