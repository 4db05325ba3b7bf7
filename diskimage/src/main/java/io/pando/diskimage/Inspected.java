package io.pando.diskimage;

import org.jspecify.annotations.Nullable;

/** What came of looking at a file. */
public sealed interface Inspected {

    /**
     * The file is a disk, what it was said to be, and refers to nothing outside itself.
     *
     * @param virtualSize size of the disk as a guest would see it, bytes
     * @param fileSize bytes
     * @param contentSize most bytes that its content takes once it is copied
     */
    record Usable(DiskFormat format, long virtualSize, long fileSize, long contentSize) implements Inspected {}

    /**
     * The file is a compressed disk. As much of it as was looked at is sound; the rest is seen when it is unpacked.
     *
     * @param fileSize bytes
     * @param largest bytes that it may have once it is unpacked
     */
    record Compressed(DiskFormat format, long fileSize, long largest) implements Inspected {}

    /**
     * The file is an archive with one machine, and its disk is sound.
     *
     * @param fileSize bytes
     * @param disk where in the archive the disk lies
     * @param hardware what it says of the machine's hardware
     */
    record Appliance(long fileSize, Member disk, Usable content, Hardware hardware) implements Inspected {

        /**
         * A disk within an archive.
         *
         * @param offset of its first byte in the archive
         * @param length bytes
         * @param digest what its bytes must give; null when the archive does not say
         */
        public record Member(
                String name,
                long offset,
                long length,
                @Nullable Digest digest) {}
    }

    /**
     * The file must not be used.
     *
     * @param reason what is wrong with it, as a sentence
     * @param help what would help, as a sentence
     */
    record Refused(String reason, String help) implements Inspected {

        static final String TRUNCATED = "The file may be truncated: copy it again and compare checksums.";

        static final String CONVERT = "Convert it with qemu-img convert -O qcow2, which makes a plain one.";

        static Refused truncated(String reason) {
            return new Refused(reason, TRUNCATED);
        }

        static Refused convert(String reason) {
            return new Refused(reason, CONVERT);
        }

        static Refused tooLarge(long size, long largest) {
            return new Refused(
                    "The disk would have %,d GiB; at most %,d GiB are accepted.".formatted(size >> 30, largest >> 30),
                    "Shrink it, or let an administrator raise pando.images.largest-gib.");
        }
    }
}
