package io.pando.image;

import io.pando.api.ImageInspection;
import io.pando.matching.Offer;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Images as the choice among them sees them. Pure. */
final class ImageOffers {
    private ImageOffers() {}

    /**
     * @param contents what is known of its disk; null when nothing is
     * @param installed which of the packages that are asked for it has
     */
    static Offer offer(
            ImageRecord image, boolean staged, ImageInspection.@Nullable Contents contents, Set<String> installed) {
        return new Offer(
                image.id(),
                image.name(),
                Math.ceilDiv(Objects.requireNonNullElse(image.virtualSize(), 0L), 1L << 20),
                Objects.requireNonNullElse(image.storedSize(), 0L) >> 20,
                staged,
                image.createdAt(),
                contents == null ? null : contents(staged, contents, installed));
    }

    /** Only machines of staged images are let onto the network before they are used, which packages come from. */
    private static Offer.Contents contents(boolean staged, ImageInspection.Contents found, Set<String> installed) {
        return new Offer.Contents(
                found.system().id(),
                found.system().version(),
                found.architecture(),
                Set.copyOf(found.boot()),
                staged && found.packageFormat() != null,
                found.packages(),
                installed);
    }
}
