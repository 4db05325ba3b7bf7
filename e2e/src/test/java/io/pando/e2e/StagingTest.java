package io.pando.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Certificate;
import io.pando.api.CreateMachine;
import io.pando.api.GuestAccess;
import io.pando.api.Image;
import io.pando.api.ImageInspection;
import io.pando.api.ImageSealing;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.StageImage;
import io.pando.e2e.fixture.Checkout;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.Program;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with an identity and a history of their own, what is staged of them, and the machines that are made from that. */
@OnPando
class StagingTest {
    /** Where the recipes of the sample images begin the file system. */
    private static final long OFFSET = (2048 + 16 * 2048) * 512L;

    private static final String HISTORY = "mysql -p aspen-canary-8211";

    /**
     * Everything that stages of a small model comes to: nothing of it is left, its machines share nothing with it or each other, and each
     * has what was asked for.
     */
    @Test
    void machinesOfAStagedModelShareNothingWithIt(Installation pando, @TempDir Path folder) throws Exception {
        PandoClient client = pando.administrator();
        Model model = new Model(pando, folder, "tiny");
        Map<String, String> identifiers = model.identifiers();
        Image image = model.imported(pando.freshName("model"), Installation.TINY_MIB);
        assertThat(client.get("/images/" + image.id() + "/inspection")
                        .as(ImageInspection.class)
                        .contents())
                .as("found when it was imported")
                .satisfies(contents -> {
                    assertThat(contents.system().id()).isEqualTo("tiny");
                    assertThat(contents.identifiers().machineId()).isEqualTo(identifiers.get("machine id"));
                });

        Image staged = stage(client, image);

        assertThat(staged.staged()).isEqualTo(new Image.Staged(image.id(), image.name(), 1));
        assertThat(client.image(image.id()).model()).isTrue();
        ImageSealing sealing = client.get("/images/" + staged.id() + "/sealing").as(ImageSealing.class);
        assertThat(sealing.initSystem()).isEqualTo("busybox");
        assertThat(sealing.operations())
                .filteredOn(operation -> operation.stripped() > 0)
                .extracting(ImageSealing.Operation::name)
                .contains("machine-id", "ssh-host-keys", "host-name", "histories", "logs");
        Path raw = raw(pando, staged, folder);
        identifiers.forEach((what, value) -> {
            assertThat(occurrences(model.raw(), value)).as(what + " in the model").isPositive();
            assertThat(occurrences(raw, value)).as(what + " in the staged disk").isZero();
        });

        Machine first = deploy(client, pando, staged, List.of("echo deployed >/root/mark"));
        Machine second = deploy(client, pando, staged, List.of());
        assertThat(client.shell(first.id(), "cat /root/mark; hostname; grep -c ^ada: /etc/passwd"))
                .isEqualTo("deployed\n" + first.hostname() + "\n1");
        demandThatTheyDiffer(client, identifiers, first, second);

        Image next = stage(client, image);
        assertThat(next.staged()).isEqualTo(new Image.Staged(image.id(), image.name(), 2));
        for (Machine machine : List.of(first, second)) {
            client.awaitDone(client.deleteMachine(machine.id()), Installation.PATIENCE);
        }
        for (Image each : List.of(next, staged, image)) {
            client.awaitDone(client.delete("/images/" + each.id()).as(Job.class), Installation.PATIENCE);
        }
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }

    private static Image stage(PandoClient client, Image model) {
        Job job = client.awaitDone(client.stageImage(model.id(), new StageImage(null, null)), Installation.PATIENCE);
        return client.image(PandoClient.subject(job));
    }

    private static Machine deploy(PandoClient client, Installation pando, Image staged, List<String> commands) {
        Job job = client.createMachine(new CreateMachine(
                pando.freshName("deployed"),
                staged.name(),
                null,
                null,
                null,
                new CreateMachine.Guest(
                        null, new CreateMachine.Account("ada", "tremble", null), "Europe/Berlin", commands)));
        assertThat(job.kind()).isEqualTo("machine.deploy");
        return client.awaitMachine(job, Installation.PATIENCE);
    }

    private static void demandThatTheyDiffer(
            PandoClient client, Map<String, String> identifiers, Machine... machines) {
        Map<String, String> owners = new HashMap<>();
        for (Machine machine : machines) {
            Certificate certificate = client.certificate(machine.id());
            assertThat(certificate.verdict()).as(certificate.summary()).isEqualTo(Certificate.Verdict.DISTINCT);
            for (Certificate.Comparison comparison : certificate.comparisons()) {
                for (String value : comparison.own()) {
                    assertThat(owners.put(comparison.field() + " " + value, machine.name()))
                            .as("who else has the %s of %s", comparison.field(), machine.name())
                            .isNull();
                    assertThat(identifiers.values()).doesNotContain(value);
                }
            }
        }
    }

    private static Path raw(Installation pando, Image image, Path folder) throws IOException {
        try (var files = Files.list(pando.server().poolFolder())) {
            Path disk = files.filter(
                            file -> file.getFileName().toString().startsWith("image-" + image.name() + "-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Program.output("qemu-img", "info", "-U", disk.toString()))
                    .as("it reads from no other disk")
                    .doesNotContain("backing file");
            Path raw = folder.resolve(image.name() + ".raw");
            Program.output("qemu-img", "convert", "-U", "-f", "qcow2", "-O", "raw", disk.toString(), raw.toString());
            return raw;
        }
    }

    /** How often the bytes of a text stand anywhere in a file. */
    private static int occurrences(Path file, String text) {
        int count = 0;
        byte[] wanted = text.getBytes(ISO_8859_1);
        int size = 16 << 20;
        try (FileChannel channel = FileChannel.open(file)) {
            for (long from = 0; from < channel.size(); from += size) {
                int length = (int) Math.min(size + wanted.length - 1L, channel.size() - from);
                byte[] piece = new byte[length];
                channel.read(java.nio.ByteBuffer.wrap(piece), from);
                String read = new String(piece, ISO_8859_1);
                for (int at = read.indexOf(text); at >= 0; at = read.indexOf(text, at + 1)) {
                    count++;
                }
            }
            return count;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** A sample image that somebody has worked with: it has host keys, logs and a history. */
    private record Model(Installation pando, Path folder, String sample, Path raw) {
        Model(Installation pando, Path folder, String sample) {
            this(pando, folder, sample, folder.resolve("model.raw"));
            Program.output(
                    "qemu-img",
                    "convert",
                    "-f",
                    "qcow2",
                    "-O",
                    "raw",
                    Checkout.sampleImage(sample).toString(),
                    raw.toString());
            write("/root/.ash_history", HISTORY + "\n");
            write("/root/.bash_history", HISTORY + "\n");
            write("/var/log/canary.log", "signed in from " + HISTORY + "\n");
            if (sample.equals("tiny")) {
                write("/etc/dropbear/dropbear_rsa_host_key", "canary of a host key 5b1f3c");
            }
        }

        private void write(String path, String content) {
            try {
                Path file = Files.writeString(folder.resolve("written"), content);
                debugfs("-w", "write %s %s".formatted(file, path));
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        }

        private String debugfs(String... arguments) {
            List<String> command = new ArrayList<>(List.of("/sbin/debugfs"));
            command.addAll(List.of(arguments).subList(0, arguments.length - 1));
            command.addAll(List.of("-R", arguments[arguments.length - 1], raw + "?offset=" + OFFSET));
            return Program.output(command.toArray(String[]::new));
        }

        /** What it could be told by, by what it is. */
        Map<String, String> identifiers() {
            Map<String, String> identifiers = new HashMap<>();
            identifiers.put("history", HISTORY);
            identifiers.put("machine id", debugfs("cat /etc/machine-id").strip());
            identifiers.put("host name", debugfs("cat /etc/hostname").strip());
            if (sample.equals("tiny")) {
                identifiers.put("host key", "canary of a host key 5b1f3c");
            } else {
                identifiers.put("host key", debugfs("cat /etc/ssh/ssh_host_ed25519_key.pub").split(" ", -1)[1]);
                identifiers.put(
                        "private host key",
                        debugfs("cat /etc/ssh/ssh_host_ed25519_key").lines().toList().get(2));
            }
            return identifiers;
        }

        Image imported(String name, int memoryMiB) {
            Path file = pando.server().importFolder().resolve(name + ".qcow2");
            Program.output("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw.toString(), file.toString());
            PandoClient client = pando.administrator();
            client.awaitDone(
                    client.importImage(ImportImage.ofFile(
                            name, null, file.toString(), "qcow2", Installation.ACCOUNT, GuestAccess.AGENT, 1, memoryMiB)),
                    Installation.PATIENCE);
            return client.image(name);
        }
    }
}
