package io.pando.builder.inspection;

import io.pando.builder.Builder;
import io.pando.builder.BuilderException;
import io.pando.builder.BuilderLimits;
import io.pando.builder.BuilderProgress;
import io.pando.builder.BuilderResult;
import io.pando.builder.BuilderScript;
import io.pando.builder.BuilderTask;
import io.pando.builder.packages.PackageLists;
import io.pando.host.ApplianceSpecification.Disk;
import io.pando.host.ApplianceSpecification.Format;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Looks at disks without changing them. Thread-safe. */
@Service
public class Inspector {
    private static final BuilderScript SCRIPT = BuilderScript.resource(Builder.class, "systems.sh")
            .followedBy(PackageLists.READING)
            .followedBy(BuilderScript.resource(Inspector.class, "inspect.sh"));
    private static final int NO_SYSTEM = 3;

    private final Builder builder;

    Inspector(Builder builder) {
        this.builder = builder;
    }

    /**
     * Looks at a disk that nobody writes to meanwhile.
     *
     * @param id of the appliance, see {@link BuilderTask#id()}
     * @param volume name of the disk in Pando's pool on that host
     * @throws BuilderException when nothing can be said about it
     */
    public Inspected inspect(UUID id, String hostId, String volume, Format format, Consumer<BuilderProgress> progress)
            throws InterruptedException {
        BuilderResult result = builder.run(
                BuilderTask.of(
                        id,
                        hostId,
                        "Pando looks at " + volume,
                        List.of(new Disk("image", volume, format, false)),
                        SCRIPT,
                        BuilderLimits.USUAL),
                progress);
        if (result.exitStatus() == NO_SYSTEM) {
            return new Inspected.NoSystem(result.lastWords());
        }
        result.orThrow("look at the disk");
        return InspectionReader.read(file(result, "facts"), file(result, "packages"), file(result, "known"));
    }

    private static byte[] file(BuilderResult result, String name) {
        byte[] content = result.results().get(name);
        if (content == null) {
            throw new BuilderException(
                    BuilderException.Reason.BROKEN, "The builder's appliance kept back what it found on the disk.");
        }
        return content;
    }
}
