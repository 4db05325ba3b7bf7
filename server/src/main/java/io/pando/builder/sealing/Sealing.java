package io.pando.builder.sealing;

import io.pando.builder.Builder;
import io.pando.builder.BuilderException;
import io.pando.builder.BuilderException.Reason;
import io.pando.builder.BuilderLimits;
import io.pando.builder.BuilderProgress;
import io.pando.builder.BuilderResult;
import io.pando.builder.BuilderScript;
import io.pando.builder.BuilderTask;
import io.pando.host.ApplianceSpecification.Disk;
import io.pando.host.ApplianceSpecification.Format;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Seals disks. Thread-safe. */
@Service
public class Sealing {
    private static final BuilderScript SCRIPT = BuilderScript.resource(Builder.class, "systems.sh")
            .followedBy(BuilderScript.resource(Builder.class, "changing.sh"))
            .followedBy(BuilderScript.resource(Sealing.class, "seal.sh"));
    private static final byte[] INSIDE = resource("seal-inside.sh");
    private static final byte[] INSTALL = resource("install.sh");

    /** File systems of some hundred GiB take minutes to be looked through. */
    private static final BuilderLimits LIMITS = BuilderLimits.USUAL.within(Duration.ofMinutes(30));

    private static final int NO_SYSTEM = 3;
    private static final int REFUSED = 4;
    private static final String LVM = "lvm-ids";
    private static final int MOST_DIGITS = 9;

    private final Builder builder;

    Sealing(Builder builder) {
        this.builder = builder;
    }

    /**
     * Strips a disk of what tells its system apart, puts the first-boot software in, and gives free blocks back, which read as zeros
     * afterwards. To be repeated on a fresh draft: one that was ended halfway leaves the disk in no certain state.
     *
     * @param id of the appliance, see {@link BuilderTask#id()}
     * @param volume name of the disk in Pando's pool on that host; changed, and nobody else may have it open
     * @param firstBoot the program that a machine runs at its first start
     * @throws BuilderException when it holds no system, or one that cannot be sealed, or something was left
     */
    public Sealed seal(UUID id, String hostId, String volume, byte[] firstBoot, Consumer<BuilderProgress> progress)
            throws InterruptedException {
        BuilderResult result = builder.run(
                new BuilderTask(
                        id,
                        hostId,
                        "Pando seals " + volume,
                        List.of(new Disk("image", volume, Format.QCOW2, true)),
                        SCRIPT,
                        Map.of(
                                "operations", SealingOperation.bytes(),
                                "seal-inside.sh", INSIDE,
                                "install.sh", INSTALL,
                                "first-boot", firstBoot),
                        false,
                        LIMITS),
                progress);
        if (result.exitStatus() == NO_SYSTEM || result.exitStatus() == REFUSED) {
            throw new BuilderException(Reason.FAILED, "The disk cannot be sealed: %s.".formatted(result.lastWords()));
        }
        result.orThrow("seal the disk");
        return read(text(result, "report"), text(result, "facts"));
    }

    /** @throws BuilderException also when something was found again after it was stripped */
    static Sealed read(String report, String facts) {
        Map<String, String[]> lines = new HashMap<>();
        report.lines().map(line -> line.split("\t", -1)).forEach(words -> {
            if (words.length != 3 || !isNumber(words[1]) || !isNumber(words[2])) {
                throw broken();
            }
            lines.put(words[0], words);
        });
        List<Sealed.Done> done = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (SealingOperation operation : SealingOperation.all()) {
            String[] words = lines.remove(operation.name());
            if (words == null) {
                throw broken();
            }
            done.add(new Sealed.Done(operation.name(), operation.title(), Integer.parseInt(words[1])));
            if (!words[2].equals("0")) {
                left.add(operation.title());
            }
        }
        String[] lvm = lines.remove(LVM);
        if (lvm != null) {
            done.add(new Sealed.Done(LVM, "Identifiers of logical volumes", Integer.parseInt(lvm[1])));
        }
        if (!lines.isEmpty()) {
            throw broken();
        }
        if (!left.isEmpty()) {
            throw new BuilderException(
                    Reason.FAILED,
                    "The disk cannot be sealed: there is still something of %s.".formatted(String.join(", ", left)));
        }
        Map<String, String> said = new HashMap<>();
        facts.lines().map(line -> line.split("\t", -1)).forEach(words -> {
            if (words.length != 2) {
                throw broken();
            }
            said.put(words[0], words[1]);
        });
        String initSystem = said.getOrDefault("first-boot", "");
        if (!List.of("systemd", "openrc", "busybox").contains(initSystem)) {
            throw broken();
        }
        return new Sealed(done, initSystem, "yes".equals(said.get("cloud-init")));
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.length() <= MOST_DIGITS && word.chars().allMatch(Character::isDigit);
    }

    private static BuilderException broken() {
        return new BuilderException(Reason.BROKEN, "What the builder said of the disk that it sealed cannot be read.");
    }

    private static String text(BuilderResult result, String name) {
        byte[] content = result.results().get(name);
        if (content == null) {
            throw broken();
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        return BuilderScript.resource(Sealing.class, name).text().getBytes(StandardCharsets.UTF_8);
    }
}
