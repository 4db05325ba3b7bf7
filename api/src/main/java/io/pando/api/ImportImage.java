package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks that a disk image file becomes a master image. It comes from exactly one place: an upload, an address, or (administrators only) a
 * file on the server's host.
 *
 * @param name 1 to 40 characters: lower-case letters, digits, hyphens and dots; begins with a letter or digit
 * @param description at most 2,000 characters
 * @param path absolute path of a file on the server's host, within a folder that the configuration allows
 * @param format {@code qcow2}, {@code raw}, {@code vmdk}, {@code vhdx}, {@code vdi}, {@code raw.gz}, {@code raw.xz}, {@code raw.zst}
 *     or {@code ova}; what the file's bytes say must agree
 * @param account name and password of an account in the guest with which Pando may log in on the serial console; it must be root or
 *     be allowed to become root by sudo without a password
 * @param guestAccess null means {@link GuestAccess#AUTO}
 * @param vcpus default for machines made from it, 1 to 64; null means what the file says of its machine, else 1
 * @param memoryMiB default for machines made from it; null means what the file says of its machine, else 512
 * @param upload id of a complete upload of one's own
 * @param url {@code http} or {@code https} address
 * @param sha256 64 hexadecimal digits that the file must give; null when none is known
 * @param project name or id of the project that it belongs to; null means the caller's own, and everybody's where an administrator
 *     imports
 */
public record ImportImage(
        String name,
        @Nullable String description,
        @Nullable String path,
        String format,
        @Nullable Credentials account,
        @Nullable GuestAccess guestAccess,
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB,
        @Nullable String upload,
        @Nullable String url,
        @Nullable String sha256,
        @Nullable String project) {

    /** Of a file on the server's host. */
    public static ImportImage ofFile(
            String name,
            @Nullable String description,
            String path,
            String format,
            @Nullable Credentials account,
            @Nullable GuestAccess guestAccess,
            @Nullable Integer vcpus,
            @Nullable Integer memoryMiB) {
        return new ImportImage(
                name, description, path, format, account, guestAccess, vcpus, memoryMiB, null, null, null, null);
    }
}
