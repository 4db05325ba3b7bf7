package io.pando.image;

import io.pando.api.ImageInspection;
import io.pando.matching.Offer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Images as the choice among them sees them. Pure. */
final class ImageOffers {
    private ImageOffers() {}

    /**
     * @param contents what is known of its disk; null when nothing is
     * @param installed which of the packages that are asked for it has
     * @param unknown which of them there are not, each with what was probably meant
     */
    static Offer offer(
            ImageRecord image,
            boolean staged,
            ImageInspection.@Nullable Contents contents,
            Set<String> installed,
            Map<String, List<String>> unknown) {
        return new Offer(
                image.id(),
                image.name(),
                Math.ceilDiv(Objects.requireNonNullElse(image.virtualSize(), 0L), 1L << 20),
                Objects.requireNonNullElse(image.storedSize(), 0L) >> 20,
                staged,
                image.createdAt(),
                contents == null ? null : contents(staged, contents, installed, unknown));
    }

    /** @param os name and perhaps version, of which {@code 12} is {@code 12.5}, too */
    static boolean isOf(ImageInspection.OperatingSystem system, String os) {
        int colon = os.indexOf(':');
        String name = colon < 0 ? os : os.substring(0, colon);
        String version = colon < 0 ? "" : os.substring(colon + 1);
        return system.id().equals(name)
                && (version.isEmpty()
                        || system.version().equals(version)
                        || system.version().startsWith(version + "."));
    }

    /** Only machines of staged images are let onto the network before they are used, which packages come from. */
    private static Offer.Contents contents(
            boolean staged, ImageInspection.Contents found, Set<String> installed, Map<String, List<String>> unknown) {
        // What is there already is needed from nowhere.
        Map<String, List<String>> lacking = new TreeMap<>(unknown);
        lacking.keySet().removeAll(installed);
        return new Offer.Contents(
                found.system().id(),
                found.system().version(),
                found.architecture(),
                Set.copyOf(found.boot()),
                staged && found.packageFormat() != null,
                found.packages(),
                installed,
                lacking);
    }
}
