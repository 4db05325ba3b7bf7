package io.pando.matching;

import io.pando.api.Firmware;
import io.pando.api.Ranked;
import io.pando.api.Suggestion;
import io.pando.matching.Match.RankedOffer;
import io.pando.matching.Match.RefusedOffer;
import io.pando.matching.Offer.Contents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the image that comes closest to what is wanted: first which would do at all, then which would do best. Pure. */
public final class Matching {
    private static final double DAYS_OF_A_YEAR = 365;

    private Matching() {}

    /** Looks at every image and says of each why it stands where it does, or why it will not do. The same question has the same answer. */
    public static Match decide(Wanted wanted, Collection<Offer> offers, Weights weights, Instant now) {
        List<Offer> fitting = new ArrayList<>();
        List<RefusedOffer> refused = new ArrayList<>();
        for (Offer offer : offers) {
            List<Mismatch> mismatches = mismatches(wanted, offer);
            if (mismatches.isEmpty()) {
                fitting.add(offer);
            } else {
                refused.add(new RefusedOffer(offer, mismatches));
            }
        }
        long leanest = fitting.stream().mapToLong(Matching::packages).min().orElse(0);
        long smallest = fitting.stream().mapToLong(Offer::storedMiB).min().orElse(0);
        List<RankedOffer> ranking = fitting.stream()
                .map(offer -> ranked(wanted, offer, weights, now, leanest, smallest))
                .sorted(Comparator.comparingDouble(RankedOffer::score)
                        .reversed()
                        .thenComparing(ranked -> ranked.offer().name()))
                .toList();
        refused.sort(Comparator.comparingInt((RefusedOffer offer) -> distance(wanted, offer))
                .thenComparing(offer -> offer.offer().name()));
        return new Match(ranking, refused);
    }

    /** Everything for which an image will not do; empty when it will. */
    public static List<Mismatch> mismatches(Wanted wanted, Offer offer) {
        List<Mismatch> mismatches = new ArrayList<>();
        Contents contents = offer.contents();
        if (contents == null) {
            if (wanted.asksForContents()) {
                mismatches.add(new Mismatch("image", "nobody has looked into it yet: inspect it first", List.of()));
            }
        } else {
            system(wanted, contents, mismatches);
            architecture(wanted, contents, mismatches);
            firmware(wanted, contents, mismatches);
            packages(wanted, contents, mismatches);
        }
        Long diskMiB = wanted.diskMiB();
        if (diskMiB != null && diskMiB < offer.diskMiB()) {
            mismatches.add(change(
                    "diskMiB",
                    "its disk has %,d MiB, and %,d MiB are wanted".formatted(offer.diskMiB(), diskMiB),
                    offer.diskMiB()));
        }
        return mismatches;
    }

    private static void system(Wanted wanted, Contents contents, List<Mismatch> mismatches) {
        String system = wanted.system();
        String version = wanted.version();
        boolean same = system == null || system.equals(contents.system());
        if (!same || (version != null && !is(contents.version(), version))) {
            mismatches.add(change(
                    "wish.os",
                    "its system is %s, and %s is wanted".formatted(contents.os(), wanted.os()),
                    contents.os()));
        }
    }

    /** Whether {@code 12.5} is a {@code 12}. */
    private static boolean is(String version, String wanted) {
        return version.equals(wanted) || version.startsWith(wanted + ".");
    }

    private static void architecture(Wanted wanted, Contents contents, List<Mismatch> mismatches) {
        String architecture = wanted.architecture();
        if (architecture != null && !architecture.equals(contents.architecture())) {
            mismatches.add(change(
                    "wish.architecture",
                    "its architecture is %s, and %s is wanted"
                            .formatted(Objects.requireNonNullElse(contents.architecture(), "not known"), architecture),
                    contents.architecture()));
        } else if (contents.architecture() != null
                && !wanted.runnable().isEmpty()
                && !wanted.runnable().contains(contents.architecture())) {
            mismatches.add(new Mismatch(
                    "image",
                    "its architecture is %s, which no host has".formatted(contents.architecture()),
                    List.of()));
        }
    }

    private static void firmware(Wanted wanted, Contents contents, List<Mismatch> mismatches) {
        Firmware firmware = wanted.firmware();
        if (firmware != null && !contents.startsBy(firmware)) {
            boolean bios = firmware == Firmware.BIOS;
            mismatches.add(change(
                    "firmware",
                    bios ? "its disk starts by UEFI only" : "its disk starts by BIOS only",
                    bios ? Firmware.UEFI.name() : Firmware.BIOS.name()));
        }
    }

    private static void packages(Wanted wanted, Contents contents, List<Mismatch> mismatches) {
        List<String> missing = missing(wanted, contents);
        if (!missing.isEmpty() && !contents.installs()) {
            List<String> there = wanted.packages().stream()
                    .filter(contents.installed()::contains)
                    .toList();
            mismatches.add(change(
                    "wish.packages",
                    "it lacks %s, and packages can be installed in staged images only".formatted(names(missing)),
                    there.isEmpty() ? null : there));
            return;
        }
        List<String> unknown =
                missing.stream().filter(contents.unknown()::containsKey).toList();
        if (!unknown.isEmpty()) {
            List<String> meant = wanted.packages().stream()
                    .flatMap(name -> contents.unknown().getOrDefault(name, List.of(name)).stream()
                            .limit(1))
                    .distinct()
                    .toList();
            mismatches.add(new Mismatch(
                    "wish.packages",
                    "there is no package %s in %s".formatted(names(unknown), contents.os()),
                    List.of(new Suggestion.Change("wish.packages", meant.isEmpty() ? null : meant)),
                    true));
        }
    }

    private static List<String> missing(Wanted wanted, Contents contents) {
        return wanted.packages().stream()
                .filter(name -> !contents.installed().contains(name))
                .toList();
    }

    private static Mismatch change(String field, String text, @Nullable Object value) {
        return new Mismatch(field, text, List.of(new Suggestion.Change(field, value)));
    }

    /** How far an image is from doing: another system is far, another version of it nearer. */
    private static int distance(Wanted wanted, RefusedOffer refused) {
        Contents contents = refused.offer().contents();
        int things = refused.mismatches().stream()
                .mapToInt(mismatch -> mismatch.changes().isEmpty() ? 100 : 1)
                .sum();
        boolean otherSystem =
                contents != null && wanted.system() != null && !wanted.system().equals(contents.system());
        return otherSystem ? things + 10 : things;
    }

    private static RankedOffer ranked(
            Wanted wanted, Offer offer, Weights weights, Instant now, long leanest, long smallest) {
        Contents contents = offer.contents();
        List<Ranked.Line> lines = new ArrayList<>();
        List<String> missing = contents == null ? List.of() : missing(wanted, contents);
        if (!wanted.packages().isEmpty()) {
            double share = 1 - (double) missing.size() / wanted.packages().size();
            lines.add(line(
                    "complete",
                    weights.complete(),
                    share,
                    missing.isEmpty()
                            ? "everything that is asked for is installed"
                            : "%s to be installed".formatted(names(missing))));
        }
        lines.add(line(
                "staged",
                weights.staged(),
                offer.staged() ? 1 : 0,
                offer.staged() ? "its identity is stripped" : "it has an identity of its own, which is replaced"));
        if (contents != null) {
            lines.add(line(
                    "lean",
                    weights.lean(),
                    share(leanest, contents.packages()),
                    "%,d packages".formatted(contents.packages())));
        }
        long days = Math.max(0, Duration.between(offer.createdAt(), now).toDays());
        lines.add(line(
                "recent",
                weights.recent(),
                1 / (1 + days / DAYS_OF_A_YEAR),
                days == 0 ? "made today" : days == 1 ? "made yesterday" : "made %,d days ago".formatted(days)));
        lines.add(line(
                "small",
                weights.small(),
                share(smallest, offer.storedMiB()),
                "takes %,d MiB".formatted(offer.storedMiB())));
        double score = lines.stream().mapToDouble(Ranked.Line::points).sum();
        return new RankedOffer(offer, score, lines, missing);
    }

    private static Ranked.Line line(String preference, int weight, double value, String text) {
        return new Ranked.Line(preference, weight * value, text);
    }

    /** The least by one's own: 1 for whoever has the least. */
    private static double share(long least, long own) {
        return own <= 0 ? 1 : (double) least / own;
    }

    private static long packages(Offer offer) {
        Contents contents = offer.contents();
        return contents == null ? Long.MAX_VALUE : contents.packages();
    }

    /** The first few of them, and how many more there are. */
    static String names(List<String> names) {
        int shown = 5;
        return names.size() <= shown
                ? String.join(", ", names)
                : String.format(
                        Locale.ROOT,
                        "%s and %,d more",
                        String.join(", ", names.subList(0, shown)),
                        names.size() - shown);
    }
}
