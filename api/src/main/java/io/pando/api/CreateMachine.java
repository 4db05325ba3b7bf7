package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a machine of one's own.
 *
 * @param name 1 to 40 characters: lower-case letters, digits and hyphens, begins with a letter, ends with a letter or digit; unique
 *     among one's machines
 * @param image id or name of the image
 * @param copy null means {@link Copy#LINKED}
 * @param vcpus 1 to 64; null takes the image's default
 * @param memoryMiB 64 to 1,048,576; null takes the image's default
 * @param firmware null means {@link Firmware#BIOS}
 * @param tpm whether it gets a TPM 2.0; null means no
 * @param guest what to set within the guest; null sets the host name only
 * @param project name or id of the project that shares it; null means one's own
 */
public record CreateMachine(
        String name,
        String image,
        @Nullable Copy copy,
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB,
        @Nullable Firmware firmware,
        @Nullable Boolean tpm,
        @Nullable Guest guest,
        @Nullable String project) {

    /** A machine in one's own project, with BIOS and without a TPM. */
    public CreateMachine(
            String name,
            String image,
            @Nullable Copy copy,
            @Nullable Integer vcpus,
            @Nullable Integer memoryMiB,
            @Nullable Guest guest) {
        this(name, image, copy, vcpus, memoryMiB, null, null, guest, null);
    }

    /**
     * What Pando sets within the guest.
     *
     * @param hostname RFC 1123 label, at most 63 characters; null takes the machine's name
     * @param user an account to make; null makes none
     * @param timezone IANA name, for example {@code Europe/Berlin}; null leaves the image's
     * @param commands run in turn by {@code /bin/sh -c} as root, at most 16 of at most 4,096 characters; the first that fails ends the
     *     job
     * @param packages names of packages to install where they are missing, before the commands run, at most 64; for staged images only
     */
    public record Guest(
            @Nullable String hostname,
            @Nullable Account user,
            @Nullable String timezone,
            @Nullable List<String> commands,
            @Nullable List<String> packages) {

        /** Without packages. */
        public Guest(
                @Nullable String hostname,
                @Nullable Account user,
                @Nullable String timezone,
                @Nullable List<String> commands) {
            this(hostname, user, timezone, commands, null);
        }
    }

    /**
     * An account within the guest.
     *
     * @param name POSIX user name, 1 to 32 characters
     * @param password at least 1 character, no line breaks; null makes an account without a password
     * @param sshKeys public keys in OpenSSH's format, at most 16
     */
    public record Account(
            String name,
            @Nullable String password,
            @Nullable List<String> sshKeys) {
        @Override
        public String toString() {
            return "Account[name=" + name + "]";
        }
    }
}
