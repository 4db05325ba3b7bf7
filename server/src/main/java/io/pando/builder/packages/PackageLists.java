package io.pando.builder.packages;

import io.pando.builder.Builder;
import io.pando.builder.BuilderException;
import io.pando.builder.BuilderException.Reason;
import io.pando.builder.BuilderProgress;
import io.pando.builder.BuilderResult;
import io.pando.builder.BuilderScript;
import io.pando.builder.BuilderTask;
import io.pando.host.ApplianceSpecification.Disk;
import io.pando.host.ApplianceSpecification.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/** Which packages there are for the system on a disk. Thread-safe. */
@Service
public class PackageLists {
    /** How many names are kept; of more, none are. */
    public static final int MOST = 200_000;

    /** What {@code known.sh} reads lists with. */
    public static final BuilderScript READING = BuilderScript.resource(PackageLists.class, "known.sh");

    private static final BuilderScript SCRIPT = BuilderScript.resource(Builder.class, "systems.sh")
            .followedBy(BuilderScript.resource(Builder.class, "changing.sh"))
            .followedBy(BuilderScript.resource(PackageLists.class, "running.sh"))
            .followedBy(READING)
            .followedBy(BuilderScript.resource(PackageLists.class, "known-packages.sh"));

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]{0,127}");

    private final Builder builder;

    PackageLists(Builder builder) {
        this.builder = builder;
    }

    /**
     * Has the package manager of the system on a disk fetch its lists of packages.
     *
     * @param id of the appliance, see {@link BuilderTask#id()}
     * @param draft name of a disk in Pando's pool on that host; changed, good for nothing afterwards
     * @param settings lines of {@code proxy URL}, {@code apt LINE} and {@code apk URL}, where they are not to be the system's own
     * @return names, each once and sorted
     * @throws BuilderException when they cannot be had, and why
     */
    public List<String> fetch(UUID id, String hostId, String draft, byte[] settings, Consumer<BuilderProgress> progress)
            throws InterruptedException {
        BuilderResult result = builder.run(
                new BuilderTask(
                        id,
                        hostId,
                        "Pando asks which packages there are for " + draft,
                        List.of(new Disk("image", draft, Format.QCOW2, true)),
                        SCRIPT,
                        Map.of("settings", settings),
                        true,
                        PackageInstaller.LIMITS),
                progress);
        if (result.exitStatus() == PackageInstaller.NO_SYSTEM || result.exitStatus() == PackageInstaller.REFUSED) {
            throw new BuilderException(
                    Reason.FAILED,
                    "It cannot be found out which packages there are: %s."
                            .formatted(PackageInstaller.words(result.lastWords())));
        }
        result.orThrow("find out which packages there are");
        byte[] known = result.results().get("known");
        List<String> names = known == null ? List.of() : read(known);
        if (names.isEmpty()) {
            throw new BuilderException(Reason.BROKEN, "The builder's appliance kept back which packages there are.");
        }
        return names;
    }

    /**
     * Names of packages as the builder writes them, one a line. What cannot be one is left out; of too many nothing is believed.
     *
     * @return each once and sorted
     */
    public static List<String> read(byte[] known) {
        List<String> names = new String(known, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(name -> NAME.matcher(name).matches())
                .sorted()
                .distinct()
                .toList();
        return names.size() > MOST ? List.of() : names;
    }
}
