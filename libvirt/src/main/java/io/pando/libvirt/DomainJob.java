package io.pando.libvirt;

import java.util.Optional;

/**
 * Work that keeps a domain busy, such as a migration or the saving of its memory: {@code virDomainGetJobStats}.
 *
 * @param processed bytes of memory and disks that are done, 0 while nothing is known
 * @param remaining bytes that are left; the guest may make them more
 * @param total bytes in all
 */
public record DomainJob(long processed, long remaining, long total) {
    private static final int BOUNDED = 1;
    private static final int UNBOUNDED = 2;

    /** Empty for no job, or one that has ended. */
    static Optional<DomainJob> of(int type, TypedParameters statistics) {
        return type == BOUNDED || type == UNBOUNDED
                ? Optional.of(new DomainJob(
                        statistics.number("data_processed").orElse(0),
                        statistics.number("data_remaining").orElse(0),
                        statistics.number("data_total").orElse(0)))
                : Optional.empty();
    }
}
