package io.pando.bench;

import io.pando.api.Copy;
import io.pando.api.Image;
import io.pando.api.Job;
import io.pando.api.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * From the request for a linked clone until its domain runs, against a script that somebody writes by hand. In turn, on the same image
 * and with the same domain XML; each clone is gone before the next is made.
 */
final class LinkedClone {
    private static final int ROUNDS = 11;
    private static final double BOUND = 1.5;

    private final Installation installation;
    private final PandoClient client;
    private final Image image;
    private final Map<String, Samples> steps = new LinkedHashMap<>();

    LinkedClone(Installation installation, PandoClient client, Image image) {
        this.installation = installation;
        this.client = client;
        this.image = image;
    }

    Measurement measure() {
        Samples pando = new Samples();
        Samples script = new Samples();
        try (JobEvents events = new JobEvents(client)) {
            // The first request brings the XML, and makes both sides read their programs and the image.
            String xml = clone(events, 0, new Samples());
            for (String step : List.of("copy-disk", "define-domain", "start")) {
                steps.put(step, new Samples());
            }
            byHand(xml, 0, new Samples());
            for (int round = 1; round <= ROUNDS; round++) {
                if (round % 2 == 0) {
                    byHand(xml, round, script);
                    clone(events, round, pando);
                } else {
                    clone(events, round, pando);
                    byHand(xml, round, script);
                }
            }
        }
        Map<String, List<Double>> raw = new LinkedHashMap<>();
        raw.put("Pando, s", pando.values());
        raw.put("script, s", script.values());
        steps.forEach((step, samples) -> raw.put("Pando's step %s, s".formatted(step), samples.values()));
        return Measurement.atMost(
                BOUND,
                "clone: linked clone by Pando, request to started domain / script of qemu-img create -b, virsh define, virsh start"
                        + " (medians)",
                pando.median() / script.median(),
                raw);
    }

    /** Gives the XML of the domain. */
    private String clone(JobEvents events, int round, Samples times) {
        long begin = System.nanoTime();
        Job job = client.post("/api/v1/machines", CloneGroup.machine("linked-" + round, image, Copy.LINKED));
        JobEvents.Told started = events.awaitDone(job.id(), "start");
        times.add((started.nanos() - begin) / 1e9);
        steps.forEach((step, samples) -> samples.add(JobEvents.seconds(started.job(), step)));
        Machine machine = client.machine(Objects.requireNonNull(job.subject()).id());
        String xml = Program.virsh("dumpxml", "--inactive", machine.domain());
        client.post("/api/v1/jobs/%d/cancel".formatted(job.id()), null);
        client.awaitEnd(job.id());
        return xml;
    }

    private void byHand(String pandosXml, int round, Samples times) {
        String name = "%s.script.%d".formatted(installation.name(), round);
        Path disk = installation.poolFolder().resolve(name + ".qcow2");
        Path file = installation.importFolder().resolve(name + ".xml");
        Path script = installation.importFolder().resolve("clone-by-hand.sh");
        try (InputStream content =
                Objects.requireNonNull(LinkedClone.class.getResourceAsStream("clone-by-hand.sh"), "the script")) {
            Files.writeString(file, asOwn(pandosXml, name, disk));
            Files.write(script, content.readAllBytes());
            List<String> command =
                    List.of("/bin/sh", script.toString(), base(), disk.toString(), file.toString(), name);
            long begin = System.nanoTime();
            Program.run(command);
            times.addSince(begin);
            Program.virsh("destroy", name);
            Program.virsh("undefine", name);
            Files.delete(disk);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The disk that Pando's clones are based on. */
    private String base() {
        return installation.poolFolder().resolve(imageDisk(installation, image)).toString();
    }

    /** Name of the file that holds an image in the pool. */
    static String imageDisk(Installation installation, Image image) {
        String beginning = "image-%s-".formatted(image.name());
        try (Stream<Path> files = Files.list(installation.poolFolder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(beginning))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same domain under another name, with identifiers of its own and without Pando's mark. */
    private static String asOwn(String xml, String name, Path disk) {
        String uuid = xml.replaceAll("(?s).*<uuid>([^<]*)</uuid>.*", "$1");
        return xml.replace(uuid, UUID.randomUUID().toString())
                .replaceAll("(?s)<metadata>.*</metadata>", "")
                .replaceFirst("<name>[^<]*</name>", "<name>%s</name>".formatted(name))
                .replaceFirst("<genid>[^<]*</genid>", "<genid>%s</genid>".formatted(UUID.randomUUID()))
                .replaceFirst("<source file='[^']*'", "<source file='%s'".formatted(disk))
                .replaceFirst("<mac address='([^']*)..'", "<mac address='$1fe'");
    }
}
