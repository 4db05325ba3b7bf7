package io.pando.host;

import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The disks in Pando's pool on one host. A disk's name is the name of its volume; its format is always qcow2 and is always named, never
 * probed, because a guest could have written another header.
 */
public interface Disks {

    /**
     * Makes a disk that reads from another one what has not been written to it. A disk of that name that is there already is replaced.
     *
     * @param name of the new disk
     * @param base disk that it is based on; must not change any more
     * @param virtualSize bytes, at least the base's
     */
    void createLinked(String name, String base, long virtualSize);

    /**
     * Makes a linked disk to be worked on: whatever is given back in it (discarded) reads as zeros, down to blocks of 4 KiB, also where
     * the base has something. A disk of that name that is there already is replaced.
     *
     * @param name of the new disk
     * @param base disk that it is based on; must not change any more
     */
    void createDraft(String name, String base);

    /**
     * Makes a disk that holds all bytes of another one. A disk of that name that is there already is replaced.
     *
     * @param progress told how many bytes the new disk takes so far, about twice a second
     */
    void createFull(String name, String source, LongConsumer progress);

    /**
     * Makes an empty disk. A disk of that name that is there already is replaced.
     *
     * @param virtualSize bytes
     */
    void createEmpty(String name, long virtualSize);

    /**
     * Gives a disk that no running domain uses a larger size. One that has it already is left as it is.
     *
     * @param virtualSize bytes
     */
    void grow(String name, long virtualSize);

    /**
     * Copies what somebody has looked at into the pool, byte by byte. A file of that name that is there already is replaced.
     *
     * @param content open, so that nobody can exchange it meanwhile; stays open
     * @param progress told how many bytes are copied so far
     */
    void upload(String name, FileChannel content, LongConsumer progress);

    /**
     * Copies a disk's file, byte by byte, from another host. A disk of that name that is there already is replaced. What arrives may not be
     * complete unless it is compared: {@link #sha256}.
     *
     * @param source the other host's disks
     * @param progress told how many bytes of the file are copied so far, holes included
     * @return SHA-256 of what was read there, 64 hexadecimal digits
     */
    String fetch(Disks source, String name, LongConsumer progress);

    /**
     * Reads a disk's file as it is on the host.
     *
     * @param progress told how many bytes are read so far
     * @return its SHA-256, 64 hexadecimal digits; empty when there is none of that name
     */
    Optional<String> sha256(String name, LongConsumer progress);

    /**
     * Copies a disk's file from another host and compares what has arrived there. A disk of that name that is there already is replaced.
     *
     * @param source the other host's disks
     * @param whose what is copied, as the beginning of a sentence
     * @param copied told how many bytes of the file are copied so far, holes included
     * @param compared told how many of those that have arrived are read so far
     * @return SHA-256 of the file, 64 hexadecimal digits
     * @throws HostException when something else has arrived than was sent
     */
    default String copy(Disks source, String name, String whose, LongConsumer copied, LongConsumer compared) {
        String sent = fetch(source, name, copied);
        String arrived = sha256(name, compared).orElse("");
        if (!sent.equals(arrived)) {
            throw new HostException(
                    HostException.Reason.REFUSED,
                    "%s did not arrive as it was sent (SHA-256 %s, not %s).".formatted(whose, arrived, sent),
                    null);
        }
        return arrived;
    }

    /** Length of a disk's file, bytes, holes included; empty when there is none of that name. */
    OptionalLong fileSize(String name);

    /** Room that is left in the pool, bytes, counted anew where the host is not busy with it. */
    long available();

    /** The disk in the pool that a disk reads from what has not been written to it; empty when it reads from none. */
    Optional<String> base(String name);

    /** Looks at a disk. */
    Optional<Disk> find(String name);

    /** All disks of the pool. */
    List<Disk> list();

    /** Takes a disk away. One that is not there is no error. */
    void delete(String name);

    /** Where a disk is or would be, as QEMU on that host sees it. */
    String path(String name);

    /** Makes the pool notice files that were put into its folder by others. */
    void refresh();

    /**
     * A disk.
     *
     * @param virtualSize size that the guest sees, bytes
     * @param storedSize room that it takes in the pool, bytes
     */
    record Disk(String name, String path, long virtualSize, long storedSize) {}
}
