package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a machine of one's own: made from a certain image, or from the one that comes closest to a wish.
 *
 * @param name 1 to 40 characters: lower-case letters, digits and hyphens, begins with a letter, ends with a letter or digit; unique
 *     among one's machines
 * @param image id or name of the image; null takes the one that comes closest to the wish
 * @param copy null means {@link Copy#LINKED}
 * @param vcpus 1 to 64; null takes the image's default
 * @param memoryMiB 64 to 1,048,576; null takes the image's default
 * @param firmware null means {@link Firmware#BIOS}
 * @param tpm whether it gets a TPM 2.0; null means no
 * @param guest what to set within the guest; null sets the host name only
 * @param project name or id of the project that shares it; null means one's own
 * @param diskMiB size of its first disk, at least the image's and at most 67,108,864 (64 TiB); null takes the image's
 * @param wish what its system must be and have; null leaves that to the image
 * @param where where it may go; null for wherever it does best
 * @param labels what it is called besides its name, by which others can be near to or apart from it, at most 32 of 1 to 63 characters; null
 *     for none
 * @param lifetime how long it is to run, from when it is asked for, in ISO 8601 ({@code PT8H}, {@code P3D}), 1 minute to 5 years; at its end
 *     it is suspended, never deleted; null for no end
 * @param network null means {@link Network#HOST}
 */
public record CreateMachine(
        String name,
        @Nullable String image,
        @Nullable Copy copy,
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB,
        @Nullable Firmware firmware,
        @Nullable Boolean tpm,
        @Nullable Guest guest,
        @Nullable String project,
        @Nullable Long diskMiB,
        @Nullable Wish wish,
        @Nullable Where where,
        @Nullable List<String> labels,
        @Nullable String lifetime,
        @Nullable Network network) {

    /** A machine in one's own project, with BIOS and without a TPM. */
    public CreateMachine(
            String name,
            @Nullable String image,
            @Nullable Copy copy,
            @Nullable Integer vcpus,
            @Nullable Integer memoryMiB,
            @Nullable Guest guest) {
        this(name, image, copy, vcpus, memoryMiB, null, null, guest, null, null, null);
    }

    /** A machine that may go anywhere, on the host's network, without labels and without an end. */
    public CreateMachine(
            String name,
            @Nullable String image,
            @Nullable Copy copy,
            @Nullable Integer vcpus,
            @Nullable Integer memoryMiB,
            @Nullable Firmware firmware,
            @Nullable Boolean tpm,
            @Nullable Guest guest,
            @Nullable String project,
            @Nullable Long diskMiB,
            @Nullable Wish wish) {
        this(name, image, copy, vcpus, memoryMiB, firmware, tpm, guest, project, diskMiB, wish, null, null, null, null);
    }

    /** The same with something else to set within the guest. */
    public CreateMachine withGuest(@Nullable Guest other) {
        return new CreateMachine(
                name, image, copy, vcpus, memoryMiB, firmware, tpm, other, project, diskMiB, wish, where, labels,
                lifetime, network);
    }

    /** The same in another project. */
    public CreateMachine withProject(@Nullable String other) {
        return new CreateMachine(
                name, image, copy, vcpus, memoryMiB, firmware, tpm, guest, other, diskMiB, wish, where, labels,
                lifetime, network);
    }

    /** The same from another image. */
    public CreateMachine withImage(@Nullable String other) {
        return new CreateMachine(
                name, other, copy, vcpus, memoryMiB, firmware, tpm, guest, project, diskMiB, wish, where, labels,
                lifetime, network);
    }

    /** The same somewhere else. */
    public CreateMachine withWhere(@Nullable Where other) {
        return new CreateMachine(
                name, image, copy, vcpus, memoryMiB, firmware, tpm, guest, project, diskMiB, wish, other, labels,
                lifetime, network);
    }

    /** The same with other labels. */
    public CreateMachine withLabels(@Nullable List<String> other) {
        return new CreateMachine(
                name, image, copy, vcpus, memoryMiB, firmware, tpm, guest, project, diskMiB, wish, where, other,
                lifetime, network);
    }

    /** The same for another time. */
    public CreateMachine withLifetime(@Nullable String other) {
        return new CreateMachine(
                name, image, copy, vcpus, memoryMiB, firmware, tpm, guest, project, diskMiB, wish, where, labels, other,
                network);
    }

    /** The same on another network. */
    public CreateMachine withNetwork(@Nullable Network other) {
        return new CreateMachine(
                name, image, copy, vcpus, memoryMiB, firmware, tpm, guest, project, diskMiB, wish, where, labels,
                lifetime, other);
    }

    /**
     * What the system must be and have, whatever image that takes.
     *
     * @param os its name as {@code os-release} has it, or name and version: {@code debian}, {@code debian:12}; null for any
     * @param packages that must be installed, at most 64, by the names that the system's packagers give them; what a staged image lacks is
     *     installed at the first start, before the commands run; null for none
     * @param architecture as {@code uname -m} has it, for example {@code x86_64}; null for any
     */
    public record Wish(
            @Nullable String os,
            @Nullable List<String> packages,
            @Nullable String architecture) {}

    /**
     * Where it may go, and where it would rather go.
     *
     * @param hostLabels labels that its host must have, all of them; null for none
     * @param near labels of machines of the same project that it would rather be on one host with; null for none
     * @param apart labels of machines of the same project that it would rather not be on one host with; null for none
     * @param acceleration whether it has to run with hardware acceleration; null and false leave that open
     */
    public record Where(
            @Nullable List<String> hostLabels,
            @Nullable List<String> near,
            @Nullable List<String> apart,
            @Nullable Boolean acceleration) {}

    /**
     * What Pando sets within the guest.
     *
     * @param hostname RFC 1123 label, at most 63 characters; null takes the machine's name
     * @param user an account to make; null makes none
     * @param timezone IANA name, for example {@code Europe/Berlin}; null leaves the image's
     * @param commands run in turn by {@code /bin/sh -c} as root, at most 16 of at most 4,096 characters; the first that fails ends the
     *     job
     */
    public record Guest(
            @Nullable String hostname,
            @Nullable Account user,
            @Nullable String timezone,
            @Nullable List<String> commands) {}

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
