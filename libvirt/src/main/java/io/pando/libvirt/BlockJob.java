package io.pando.libvirt;

import java.util.List;

/**
 * Work that QEMU does on a disk in the background: {@code virDomainGetBlockJobInfo}.
 *
 * @param type what kind of work
 * @param bytesPerSecond its speed limit, 0 for none
 * @param done how far it is, without a unit
 * @param total where {@code done} ends; it may grow while the guest writes
 */
public record BlockJob(Type type, long bytesPerSecond, long done, long total) {
    /** {@code virDomainBlockJobType}, in libvirt's order. */
    public enum Type {
        UNKNOWN,
        PULL,
        COPY,
        COMMIT,
        /** A commit of the topmost layer; it ends only by {@link BlockDevice#pivot()} or {@link BlockDevice#abortJob()}. */
        ACTIVE_COMMIT,
        BACKUP
    }

    /** Whether all is copied: a copy or active commit can be pivoted as soon as libvirt has seen it too. */
    public boolean isReady() {
        return total > 0 && done == total;
    }

    static Type type(int number) {
        return Listed.at(List.of(Type.values()), number, Type.UNKNOWN);
    }
}
