package io.pando.builder.packages;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Installs packages into systems that do not run. Thread-safe. */
@Service
public class PackageInstaller {
    private static final BuilderScript SCRIPT = BuilderScript.resource(Builder.class, "systems.sh")
            .followedBy(BuilderScript.resource(Builder.class, "changing.sh"))
            .followedBy(BuilderScript.resource(PackageInstaller.class, "running.sh"))
            .followedBy(BuilderScript.resource(PackageInstaller.class, "install-packages.sh"));

    /** As long as in a guest, and starting. apt alone takes some hundred MiB with the lists of a large distribution. */
    static final BuilderLimits LIMITS = new BuilderLimits(Duration.ofMinutes(25), 1_024, 256 << 10, 16 << 20, 16);

    static final int NO_SYSTEM = 3;
    static final int REFUSED = 4;

    private final Builder builder;

    PackageInstaller(Builder builder) {
        this.builder = builder;
    }

    /**
     * What is to be installed.
     *
     * @param script in POSIX shell, what would install it in the running guest
     * @param input given to its standard input
     * @param hostname what the machine will be called: some packages write it down
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes from here to the appliance; nobody compares it
    public record Installation(String script, byte[] input, String hostname) {}

    /**
     * Has the package manager of the system on a disk install packages, from where that takes them, by the network of the disk's host.
     * No service is started, and but for the packages everything stays as it was. To be repeated on a fresh copy: one that was ended
     * halfway leaves the disk in no certain state.
     *
     * @param id of the appliance, see {@link BuilderTask#id()}
     * @param volume name of the disk in Pando's pool on that host; changed, and nobody else may have it open
     * @throws BuilderException when it holds no system, or one in which it cannot be done, and why
     */
    public void install(UUID id, String hostId, String volume, Installation wanted, Consumer<BuilderProgress> progress)
            throws InterruptedException {
        BuilderResult result = builder.run(
                new BuilderTask(
                        id,
                        hostId,
                        "Pando installs packages on " + volume,
                        List.of(new Disk("image", volume, Format.QCOW2, true)),
                        SCRIPT,
                        Map.of(
                                "script", wanted.script().getBytes(StandardCharsets.UTF_8),
                                "packages", wanted.input(),
                                "hostname", wanted.hostname().getBytes(StandardCharsets.UTF_8)),
                        true,
                        LIMITS),
                progress);
        if (result.exitStatus() == NO_SYSTEM || result.exitStatus() == REFUSED) {
            throw new BuilderException(
                    Reason.FAILED, "The packages cannot be installed: %s.".formatted(words(result.lastWords())));
        }
        result.orThrow("install the packages");
    }

    /** Without the full stop that may be there already. */
    static String words(String last) {
        return last.endsWith(".") ? last.substring(0, last.length() - 1) : last;
    }
}
