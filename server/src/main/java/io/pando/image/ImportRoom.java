package io.pando.image;

import io.pando.api.Host;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.Inspected;
import io.pando.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether there is room for what a file would become, asked before any of it is taken. */
@Component
class ImportRoom {
    private final String pool;

    ImportRoom(PandoProperties properties) {
        this.pool = properties.host().pool();
    }

    /** @throws ProblemException no capacity */
    void require(Host host, Inspected inspected) {
        require(host, contentSize(inspected));
    }

    /**
     * The same for so many bytes.
     *
     * @throws ProblemException no capacity
     */
    void require(Host host, long needed) {
        host.pools().stream()
                .filter(known -> known.name().equals(pool))
                .filter(known -> known.available() < needed)
                .findFirst()
                .ifPresent(full -> {
                    throw new ProblemException(
                            ProblemType.NO_CAPACITY,
                            "The image may take %,d MiB, and the pool %s has %,d MiB left."
                                    .formatted(needed >> 20, pool, full.available() >> 20),
                            "Make room in the pool first.");
                });
    }

    private static long contentSize(Inspected inspected) {
        return switch (inspected) {
            case Inspected.Usable usable -> contentSize(usable);
            case Inspected.Appliance appliance -> contentSize(appliance.content());
            case Inspected.Compressed compressed -> compressed.fileSize();
            case Inspected.Refused refused -> 0;
        };
    }

    /** Of a raw disk nobody knows how much of it is empty before all of it was read. */
    private static long contentSize(Inspected.Usable usable) {
        return usable.format() == DiskFormat.RAW ? 0 : usable.contentSize();
    }

    /** Bytes of the disk that it will be, as a guest would see it; of what is seen only later, as much as is known now. */
    static long virtualSize(@Nullable Inspected inspected) {
        return switch (inspected) {
            case Inspected.Usable usable -> usable.virtualSize();
            case Inspected.Appliance appliance -> appliance.content().virtualSize();
            case Inspected.Compressed compressed -> compressed.fileSize();
            case Inspected.Refused refused -> 0;
            case null -> 0;
        };
    }

    static long fileSize(Inspected inspected) {
        return switch (inspected) {
            case Inspected.Usable usable -> usable.fileSize();
            case Inspected.Appliance appliance -> appliance.fileSize();
            case Inspected.Compressed compressed -> compressed.fileSize();
            case Inspected.Refused refused -> 0;
        };
    }

    /** What disk it will be, for people. */
    static String disk(@Nullable Inspected inspected) {
        return switch (inspected) {
            case Inspected.Usable usable -> gibibytes(usable.virtualSize());
            case Inspected.Appliance appliance -> gibibytes(appliance.content().virtualSize());
            case Inspected.Compressed compressed -> "disk of a size that is seen when it is unpacked";
            case Inspected.Refused refused -> "no disk";
            case null -> "disk of a size that is seen when it is there";
        };
    }

    private static String gibibytes(long bytes) {
        return "disk of %.1f GiB".formatted(bytes / 1073741824.0);
    }
}
