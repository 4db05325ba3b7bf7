package io.pando.image;

import io.pando.builder.Builder;
import io.pando.builder.BuilderException;
import io.pando.builder.inspection.Inspector;
import io.pando.host.ApplianceSpecification.Format;
import io.pando.host.HostException;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Looks at an image's disk in the builder and keeps what it finds.
 *
 * @param <R> what the job was asked for
 */
final class InspectDisk<R> implements Step<R> {
    private static final String APPLIANCE = "appliance of inspect-disk";

    private final Tools tools;
    private final Function<R, String> imageId;
    private final Demand demand;

    InspectDisk(Tools tools, Function<R, String> imageId, Demand demand) {
        this.tools = tools;
        this.imageId = imageId;
        this.demand = demand;
    }

    /** What happens when nothing, or too much, is found. */
    enum Demand {
        /** The job goes on, with a note. */
        NOTHING,
        /** The job fails when nothing can be found out. */
        KNOWLEDGE,
        /** The job fails also when the disk can be told apart from others. */
        NO_IDENTITY
    }

    /** What it works with. */
    @Component
    record Tools(
            ImageStore images,
            InspectionStore inspections,
            PackageDirectory packages,
            Inspector inspector,
            Builder builder,
            Clock clock) {}

    @Override
    public String name() {
        return "inspect-disk";
    }

    @Override
    public String title() {
        return "Look at what is on the disk";
    }

    @Override
    public double weight() {
        return 8;
    }

    @Override
    public Outcome run(StepContext<R> context) throws InterruptedException {
        ImageRecord image = image(context);
        // Written down before the appliance is started, and the same for each attempt.
        String appliance = context.recall(APPLIANCE, () -> UUID.randomUUID().toString());
        DiskInspection found;
        try {
            found = DiskInspection.of(
                    tools.inspector()
                            .inspect(
                                    UUID.fromString(appliance),
                                    image.hostId(),
                                    image.disk(),
                                    Format.QCOW2,
                                    progress -> context.progress(progress.percent(), progress.detail())),
                    tools.clock().instant());
        } catch (BuilderException | HostException failure) {
            if (demand != Demand.NOTHING || failure.passing()) {
                throw failure;
            }
            found = DiskInspection.without(
                    String.valueOf(failure.getMessage()), tools.clock().instant());
        }
        String identifier = found.identifier();
        if (demand == Demand.NO_IDENTITY && identifier != null) {
            throw new BuilderException(
                    BuilderException.Reason.FAILED, "The disk was sealed and still has %s.".formatted(identifier));
        }
        DiskInspection kept = found;
        return Outcome.of(kept.summary(), () -> {
            tools.inspections().put(image.id(), kept.shown(), kept.packages());
            tools.packages().found(image.id(), kept.known());
        });
    }

    private ImageRecord image(StepContext<R> context) {
        return tools.images().findNow(imageId.apply(context.request())).orElseThrow();
    }

    @Override
    public void undo(StepContext<R> context) {
        context.recall(APPLIANCE)
                .map(UUID::fromString)
                .ifPresent(id -> tools.builder().remove(image(context).hostId(), id));
    }
}
