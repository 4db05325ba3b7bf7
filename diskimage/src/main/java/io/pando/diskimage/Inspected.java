package io.pando.diskimage;

/** What came of looking at a file. */
public sealed interface Inspected {

    /**
     * The file is what it was said to be, and refers to nothing outside itself.
     *
     * @param virtualSize size of the disk as a guest would see it, bytes
     * @param fileSize bytes
     */
    record Usable(DiskFormat format, long virtualSize, long fileSize) implements Inspected {}

    /**
     * The file must not be used.
     *
     * @param reason what is wrong with it, as a sentence
     * @param help what would help, as a sentence
     */
    record Refused(String reason, String help) implements Inspected {}
}
