package io.pando.bench;

import io.pando.api.GuestAccess;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What it costs that Pando looks at a file before it becomes an image: all steps from the file to the disk in the pool, against {@code
 * qemu-img convert} of the same file into the same folder and {@code sha256sum} of it, in turn. The file is in the page cache for both.
 * Pando waits until its disk is safely written; the other two do not.
 */
final class ImportGroup implements Group {
    private static final int ROUNDS = 9;
    private static final double BOUND = 1.3;
    private static final int VIRTUAL_MIB = 2048;

    /** Written in every second so many MiB: half of the disk. */
    private static final int CHUNK_MIB = 32;

    private static final List<String> STEPS = List.of("fetch-file", "check-file", "copy-file");

    private final Checkout checkout;

    ImportGroup(Checkout checkout) {
        this.checkout = checkout;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public void measure(Consumer<Measurement> taken) {
        try (Installation installation = new Installation(checkout)) {
            installation.start();
            PandoClient client = installation.administrator();
            client.awaitHost();
            Path file = sparse(installation.importFolder().resolve("sparse.qcow2"));
            Samples pando = new Samples();
            Samples byHand = new Samples();
            try (JobEvents events = new JobEvents(client)) {
                importFile(client, events, file, 0, new Samples());
                byHand(installation, file, new Samples());
                for (int round = 1; round <= ROUNDS; round++) {
                    if (round % 2 == 0) {
                        byHand(installation, file, byHand);
                        settle(installation);
                        importFile(client, events, file, round, pando);
                    } else {
                        importFile(client, events, file, round, pando);
                        settle(installation);
                        byHand(installation, file, byHand);
                    }
                    settle(installation);
                }
            }
            taken.accept(Measurement.atMost(
                    BOUND,
                    "import: a 2 GiB sparse qcow2 by Pando, until it is a disk in the pool / qemu-img convert and sha256sum (medians)",
                    pando.median() / byHand.median(),
                    Map.of("Pando, s", pando.values(), "by hand, s", byHand.values())));
            client.importImage(ImportImage.ofFile(
                    "tiny",
                    null,
                    copy(checkout.sampleImage("tiny"), installation.importFolder())
                            .toString(),
                    "qcow2",
                    null,
                    GuestAccess.AGENT,
                    null,
                    null));
            taken.accept(new Readers(installation).measure());
        }
    }

    private static Path copy(Path file, Path folder) {
        try {
            return Files.copy(file, folder.resolve(file.getFileName()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path sparse(Path file) {
        Program.run("qemu-img", "create", "-q", "-f", "qcow2", file.toString(), VIRTUAL_MIB + "M");
        List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        int pattern = 1;
        for (int begin = 0; begin < VIRTUAL_MIB; begin += 2 * CHUNK_MIB) {
            command.add("-c");
            command.add("write -P %d %dM %dM".formatted(pattern, begin, CHUNK_MIB));
            pattern = pattern % 255 + 1;
        }
        command.add(file.toString());
        Program.run(command);
        return file;
    }

    /** Nothing starts from such a disk: as soon as it is in the pool, the job is cancelled and takes it away again. */
    private static void importFile(PandoClient client, JobEvents events, Path file, int round, Samples times) {
        Job job = client.post(
                "/api/v1/images",
                ImportImage.ofFile(
                        "sparse-" + round, null, file.toString(), "qcow2", null, GuestAccess.AGENT, null, null));
        Job copied = events.awaitDone(job.id(), "copy-file").job();
        times.add(STEPS.stream()
                .mapToDouble(step -> JobEvents.seconds(copied, step))
                .sum());
        client.post("/api/v1/jobs/%d/cancel".formatted(job.id()), null);
        client.awaitEnd(job.id());
    }

    private static void byHand(Installation installation, Path file, Samples times) {
        Path target = installation.poolFolder().resolve("converted-by-hand.qcow2");
        long begin = System.nanoTime();
        Program.run("qemu-img", "convert", "-f", "qcow2", "-O", "qcow2", file.toString(), target.toString());
        Program.run("sha256sum", file.toString());
        times.addSince(begin);
        try {
            Files.delete(target);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void settle(Installation installation) {
        Program.run("sync", "--file-system", installation.poolFolder().toString());
    }
}
