package io.pando.image;

import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.ImageInspector;
import io.pando.diskimage.Inspected;
import io.pando.diskimage.QemuImage;
import io.pando.diskimage.Unpacking;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The one gate for files that become images, whichever way they came: looked at within bounds first, then unpacked and looked at again,
 * and only then given to qemu-img, which makes a plain disk of them.
 */
@Component
class ImageGate {
    /** Those who are before one are through within a second or two each. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ImageInspector inspector;
    private final Unpacking unpacking;
    private final QemuImage qemuImage = new QemuImage();
    private final MemoryShares looking;
    /** Apart from those who look: this takes minutes. */
    private final MemoryShares unpackers = new MemoryShares();

    private final Duration patience;

    @Autowired
    ImageGate(PandoProperties properties) {
        this(properties, new MemoryShares(), PATIENCE);
    }

    ImageGate(PandoProperties properties, MemoryShares looking, Duration patience) {
        this.looking = looking;
        this.patience = patience;
        this.inspector = new ImageInspector((long) properties.images().largestGib() << 30);
        this.unpacking = new Unpacking(inspector, PandoProperties.Imports.KEPT_FREE);
    }

    /** How many other programs were started to read a file. */
    long programsStarted() {
        return qemuImage.started();
    }

    /** @throws ProblemException when there is no such format */
    static DiskFormat format(String label) {
        return DiskFormat.of(label)
                .orElseThrow(() -> ProblemException.invalid(List.of(new Fault(
                        "format",
                        "%s is not a format that can be imported.".formatted(label),
                        "Say one of %s.".formatted(DiskFormat.labels())))));
    }

    /**
     * Looks at a file for somebody who waits for the answer.
     *
     * @return anything but refused
     * @throws ProblemException when it cannot be read, is not what it was said to be, or is not fit; too many requests, when others
     *     take too long
     */
    Inspected look(Path file, DiskFormat declared) {
        try (MemoryShares.Share _ = looking.take(declared, patience)) {
            return looked(file, declared);
        }
    }

    /** Like {@link #look} for a job, which waits for its turn. */
    Inspected lookInTurn(Path file, DiskFormat declared) throws InterruptedException {
        try (MemoryShares.Share _ = looking.take(declared)) {
            return looked(file, declared);
        }
    }

    private Inspected looked(Path file, DiskFormat declared) {
        try {
            return accepted(inspector.inspect(file, declared));
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    private static Inspected accepted(Inspected inspected) {
        if (inspected instanceof Inspected.Refused refused) {
            throw new ProblemException(ProblemType.INVALID_IMAGE, refused.reason(), refused.help());
        }
        return inspected;
    }

    private static ProblemException unreadable(IOException failure) {
        return new ProblemException(
                ProblemType.INVALID_IMAGE,
                "The file cannot be read by Pando: %s".formatted(failure.getMessage()),
                "See that it is still there, and that Pando's user may read it.",
                List.of(),
                failure);
    }

    /**
     * Makes a plain disk of a file: under another name first, published when all of it is safely there.
     *
     * @param unpacked where to put what comes out of an archive; a file that is there is replaced
     * @param sizeKnown is told how large the disk will be, bytes, before it is written; may refuse
     * @param part the disk's name until it is complete; a file that is there is replaced
     * @param whole the disk's name
     * @return what was copied
     * @throws ProblemException when it is not fit
     */
    Inspected.Usable copy(
            Path file,
            DiskFormat declared,
            Path unpacked,
            LongConsumer sizeKnown,
            Path part,
            Path whole,
            DoubleConsumer progress)
            throws InterruptedException {
        try {
            BasicFileAttributes before = attributes(file);
            Files.deleteIfExists(unpacked);
            Files.deleteIfExists(part);
            Inspected.Usable disk =
                    switch (lookInTurn(file, declared)) {
                        case Inspected.Usable usable -> usable;
                        case Inspected.Compressed compressed ->
                            usable(unpack(file, compressed, unpacked, first(progress)));
                        case Inspected.Appliance appliance ->
                            usable(unpacking.unpack(file, appliance, unpacked, first(progress)));
                        case Inspected.Refused refused -> throw new IllegalStateException(refused.reason());
                    };
            sizeKnown.accept(disk.virtualSize());
            qemuImage.convertToQcow2(
                    declared.packed() ? unpacked : file,
                    disk.format(),
                    part,
                    disk.contentSize(),
                    declared.packed() ? percent -> progress.accept(50 + percent / 2) : progress);
            BasicFileAttributes after = attributes(file);
            if (before.size() != after.size()
                    || !before.lastModifiedTime().equals(after.lastModifiedTime())
                    || !Objects.equals(before.fileKey(), after.fileKey())) {
                Files.deleteIfExists(part);
                throw new ProblemException(
                        ProblemType.INVALID_IMAGE,
                        "The file was changed while it was being imported.",
                        "Import it again once nobody writes to it.");
            }
            publish(part, whole);
            return disk;
        } catch (IOException failure) {
            throw new ProblemException(
                    ProblemType.INVALID_IMAGE,
                    "The image could not be copied: %s".formatted(failure.getMessage()),
                    "See that the pool has room and that the file is whole.",
                    List.of(),
                    failure);
        }
    }

    private Inspected unpack(Path file, Inspected.Compressed compressed, Path unpacked, DoubleConsumer progress)
            throws IOException, InterruptedException {
        try (MemoryShares.Share _ = unpackers.take(compressed.format())) {
            return unpacking.unpack(file, compressed, unpacked, progress);
        }
    }

    private static Inspected.Usable usable(Inspected unpacked) {
        if (accepted(unpacked) instanceof Inspected.Usable usable) {
            return usable;
        }
        throw new IllegalStateException("What comes out of an archive is a disk or refused");
    }

    private static DoubleConsumer first(DoubleConsumer progress) {
        return percent -> progress.accept(percent / 2);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Safely on the disk before anybody sees it, and its name as well. */
    private static void publish(Path part, Path whole) throws IOException {
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = whole.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
