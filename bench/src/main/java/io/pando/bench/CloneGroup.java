package io.pando.bench;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.Credentials;
import io.pando.api.GuestAccess;
import io.pando.api.Image;
import io.pando.api.ImportImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What it costs to have a machine of one's own made by Pando rather than by hand, and what the server itself costs. */
final class CloneGroup implements Group {
    /** The sample images' account. */
    private static final Credentials ACCOUNT = new Credentials("root", "pando");

    private static final int TINY_MIB = 128;

    /** Written beyond the file system of the image to be copied, so that copying it takes long enough to be timed. */
    private static final int PADDING_MIB = 1536;

    private static final int CHUNK_MIB = 64;

    private final Checkout checkout;

    CloneGroup(Checkout checkout) {
        this.checkout = checkout;
    }

    @Override
    public String name() {
        return "clone";
    }

    @Override
    public void measure(Consumer<Measurement> taken) {
        try (Installation installation = new Installation(checkout)) {
            installation.start();
            PandoClient client = installation.administrator();
            client.awaitHost();
            Path small = checkout.sampleImage("tiny");
            Image tiny = client.importImage(image("tiny", into(installation, small, "tiny.qcow2")));
            taken.accept(new LinkedClone(installation, client, tiny).measure());
            Path large = into(installation, small, "large.qcow2");
            pad(large);
            taken.accept(new FullCopy(installation, client, client.importImage(image("large", large))).measure());
            installation.stop();
            taken.accept(new ServerStart(installation).measure());
            taken.accept(new ServerMemory(installation).measure());
            installation.stop();
            taken.accept(new MachinePages(installation).measure());
        }
    }

    private static ImportImage image(String name, Path file) {
        return ImportImage.ofFile(name, null, file.toString(), "qcow2", ACCOUNT, GuestAccess.AGENT, 1, TINY_MIB);
    }

    private static Path into(Installation installation, Path image, String name) {
        try {
            return Files.copy(image, installation.importFolder().resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes the disk longer and writes to all of what was added. */
    private static void pad(Path image) {
        Program.run("qemu-img", "resize", "-q", "-f", "qcow2", image.toString(), "+" + PADDING_MIB + "M");
        int size = virtualMiB(image);
        List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        int pattern = 1;
        // The last MiB stays empty: the backup of a partition table belongs there.
        for (int begin = size - PADDING_MIB; begin < size - CHUNK_MIB; begin += CHUNK_MIB) {
            command.add("-c");
            command.add("write -P %d %dM %dM".formatted(pattern, begin, CHUNK_MIB));
            pattern = pattern % 255 + 1;
        }
        command.add(image.toString());
        Program.run(command);
    }

    private static int virtualMiB(Path image) {
        String described = Program.run("qemu-img", "info", "-f", "qcow2", "--output=json", image.toString());
        return (int) (PandoClient.JSON.readTree(described).get("virtual-size").asLong() >> 20);
    }

    /** A machine with nothing set in its guest. */
    static CreateMachine machine(String name, Image image, Copy copy) {
        return new CreateMachine(name, image.name(), copy, null, null, null);
    }
}
