package io.pando.bench;

import io.pando.api.Copy;
import io.pando.api.Image;
import io.pando.api.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The step that copies the whole disk of an image, against {@code cp --sparse=always} of the same file into the same folder, in turn.
 * The file is in the page cache for both, and neither waits until the copy is on the disk; before each, what the last one left to be
 * written is written.
 */
final class FullCopy {
    private static final int ROUNDS = 11;
    private static final double BOUND = 1.2;

    private final Installation installation;
    private final PandoClient client;
    private final Image image;

    FullCopy(Installation installation, PandoClient client, Image image) {
        this.installation = installation;
        this.client = client;
        this.image = image;
    }

    Measurement measure() {
        Samples pando = new Samples();
        Samples cp = new Samples();
        try (JobEvents events = new JobEvents(client)) {
            copy(events, 0, new Samples());
            copyFile(new Samples());
            for (int round = 1; round <= ROUNDS; round++) {
                if (round % 2 == 0) {
                    copyFile(cp);
                    copy(events, round, pando);
                } else {
                    copy(events, round, pando);
                    copyFile(cp);
                }
            }
        }
        return Measurement.atMost(
                BOUND,
                "clone: full copy by Pando, its step copy-disk / cp --sparse=always of the same file (medians)",
                pando.median() / cp.median(),
                Map.of("Pando, s", pando.values(), "cp, s", cp.values(), "stored, MiB", List.of(stored() / 1048576.0)));
    }

    private double stored() {
        Long size = image.storedSize();
        return size == null ? 0 : size;
    }

    private void copy(JobEvents events, int round, Samples times) {
        settle();
        Job job = client.post("/api/v1/machines", CloneGroup.machine("full-" + round, image, Copy.FULL));
        times.add(JobEvents.seconds(events.awaitDone(job.id(), "copy-disk").job(), "copy-disk"));
        client.post("/api/v1/jobs/%d/cancel".formatted(job.id()), null);
        client.awaitEnd(job.id());
    }

    private void copyFile(Samples times) {
        settle();
        Path source = source();
        Path target = installation.poolFolder().resolve("copied-by-hand.qcow2");
        long begin = System.nanoTime();
        Program.run("cp", "--sparse=always", source.toString(), target.toString());
        times.addSince(begin);
        delete(target);
    }

    /**
     * Takes the room in the page cache that a copy needs and gives it back, in pieces as large as the largest that either asks for:
     * where this machine is a virtual one itself, memory that lay free for some seconds may have gone back to its host, and whoever
     * touches it first waits, which would be now the one and now the other. So nothing slow may come between this and the copy.
     */
    private void settle() {
        Program.run("sync", "--file-system", installation.poolFolder().toString());
        Path scratch = installation.importFolder().resolve("scratch");
        Program.run("dd", "status=none", "bs=2M", "if=" + source(), "of=" + scratch);
        delete(scratch);
    }

    private Path source() {
        return installation.poolFolder().resolve(LinkedClone.imageDisk(installation, image));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
