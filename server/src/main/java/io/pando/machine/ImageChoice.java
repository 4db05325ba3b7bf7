package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.Ranked;
import io.pando.api.Suggestion;
import io.pando.guest.PackageInstallation;
import io.pando.machine.ClonePlan.Finding;
import io.pando.matching.Match;
import io.pando.matching.Matching;
import io.pando.matching.Mismatch;
import io.pando.matching.Nearest;
import io.pando.matching.Offer;
import io.pando.matching.Wanted;
import io.pando.matching.Weights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The image that a request comes to: the one that it names, or the one that comes closest to what it wishes. Pure.
 *
 * @param image id; null where there is none
 * @param architecture what it is made for; null where that is not known
 * @param missing packages that are asked for and that the image lacks
 * @param byWish whether the image was chosen, and not named
 */
record ImageChoice(
        @Nullable String image,
        @Nullable String architecture,
        List<String> missing,
        boolean byWish,
        List<Finding> findings,
        List<Ranked> ranking,
        List<Plan.Refusal> refused) {
    private static final int MOST_SHOWN = 5;
    private static final int MOST_SUGGESTED = 3;

    /** A name and perhaps a version, as os-release has them. */
    private static final Pattern OS = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}(:[A-Za-z0-9][A-Za-z0-9._-]{0,31})?");

    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "x86_64", "x64", "x86_64", "x86-64", "x86_64", "arm64", "aarch64", "armv8", "aarch64");

    private static final Pattern ARCHITECTURE = Pattern.compile("[a-z0-9_]{2,16}");

    ImageChoice {
        missing = List.copyOf(missing);
        findings = List.copyOf(findings);
        ranking = List.copyOf(ranking);
        refused = List.copyOf(refused);
    }

    /**
     * @param whyNot why the image that is named is not ready; null when it is, or when there is none of that name
     * @param runnable architectures that there are hosts for
     */
    static ImageChoice of(
            CreateMachine request, List<Offer> offers, @Nullable String whyNot, Set<String> runnable, Instant now) {
        List<Finding> findings = new ArrayList<>();
        CreateMachine.Wish wish = request.wish();
        if (wish != null) {
            checkOs(wish.os(), offers, findings);
            checkPackages(wish.packages() == null ? List.of() : wish.packages(), findings);
            checkArchitecture(wish.architecture(), findings);
        }
        Wanted wanted = findings.isEmpty() ? Wanted.of(request, runnable) : plain(request, runnable);
        return request.image() == null
                ? closest(wanted, wish, offers, now, findings)
                : named(request.image(), wanted, wish, offers, whyNot, now, findings);
    }

    /** What can be said of the request when its wish is not one. */
    private static Wanted plain(CreateMachine request, Set<String> runnable) {
        return new Wanted(null, null, List.of(), null, request.firmware(), request.diskMiB(), runnable);
    }

    // --- by wish

    private static ImageChoice closest(
            Wanted wanted, CreateMachine.@Nullable Wish wish, List<Offer> offers, Instant now, List<Finding> findings) {
        Match match = Matching.decide(wanted, offers, Weights.USUAL, now);
        if (wish == null
                || (wish.os() == null
                        && (wish.packages() == null || wish.packages().isEmpty()))) {
            findings.add(finding(
                    "image",
                    "It is not said what the machine is to be made from.",
                    "Name an image, or say what its system must be, for example debian:12.",
                    match.ranking().stream()
                            .limit(MOST_SUGGESTED)
                            .map(ranked -> take(ranked.offer()))
                            .toList()));
            return new ImageChoice(null, null, List.of(), true, findings, List.of(), List.of());
        }
        if (!findings.isEmpty()) {
            // What is wished is not known: nothing can come close to it.
            return new ImageChoice(null, null, List.of(), true, findings, List.of(), List.of());
        }
        Match.RankedOffer chosen = match.chosen().orElse(null);
        if (chosen == null) {
            // Another system would not help whoever has misspelt a name.
            match.refused().stream()
                    .filter(refused -> refused.mismatches().stream().allMatch(Mismatch::absent))
                    .findFirst()
                    .ifPresentOrElse(
                            refused -> findings.addAll(absentPackages(wish, refused.offer())),
                            () -> findings.add(nothingFits(wanted, match, offers)));
        }
        return new ImageChoice(
                chosen == null ? null : chosen.offer().id(),
                chosen == null ? null : architecture(chosen.offer()),
                chosen == null ? List.of() : chosen.missing(),
                true,
                findings,
                ranking(match),
                refused(match));
    }

    private static Finding nothingFits(Wanted wanted, Match match, List<Offer> offers) {
        if (offers.isEmpty()) {
            return finding("wish", "There is no image yet from which machines can be made.", "Import one.", List.of());
        }
        List<Suggestion> suggestions = new ArrayList<>();
        String system = wanted.system();
        if (system != null) {
            Nearest.to(system, systems(offers))
                    .filter(nearest -> !nearest.equals(system))
                    .ifPresent(nearest ->
                            suggestions.add(Suggestion.of("Ask for %s.".formatted(nearest), "wish.os", nearest)));
        }
        match.refused().stream()
                .filter(refused -> refused.mismatches().stream()
                        .noneMatch(mismatch -> mismatch.changes().isEmpty()))
                .limit(MOST_SUGGESTED)
                .map(refused -> fitting(refused.offer(), changes(refused.mismatches())))
                .forEach(suggestions::add);
        String reasons = match.refused().stream()
                .limit(MOST_SUGGESTED)
                .map(refused -> "%s: %s".formatted(refused.offer().name(), words(refused.mismatches())))
                .collect(Collectors.joining("; "));
        return finding(
                "wish", "No image fits. %s.".formatted(reasons), "Ask for less, or import such an image.", suggestions);
    }

    // --- by name

    private static ImageChoice named(
            String image,
            Wanted wanted,
            CreateMachine.@Nullable Wish wish,
            List<Offer> offers,
            @Nullable String whyNot,
            Instant now,
            List<Finding> findings) {
        Offer offer = offers.stream()
                .filter(each -> each.id().equals(image) || each.name().equals(image))
                .findFirst()
                .orElse(null);
        Match match = Matching.decide(wanted, offers, Weights.USUAL, now);
        if (offer == null) {
            findings.add(absent(image, whyNot, match, offers));
            return new ImageChoice(null, null, List.of(), false, findings, List.of(), List.of());
        }
        Suggestion other = match.chosen().map(ranked -> take(ranked.offer())).orElse(null);
        for (Mismatch mismatch : Matching.mismatches(wanted, offer)) {
            if (mismatch.absent()) {
                findings.addAll(absentPackages(wish, offer));
                continue;
            }
            List<Suggestion> suggestions = new ArrayList<>();
            if (!mismatch.changes().isEmpty()) {
                suggestions.add(new Suggestion("Ask for what the image has.", mismatch.changes()));
            }
            if (other != null) {
                suggestions.add(other);
            }
            findings.add(finding(
                    mismatch.field(),
                    "The image %s does not fit: %s.".formatted(offer.name(), mismatch.text()),
                    other == null ? "Ask for what the image has." : "Ask for what the image has, or take another one.",
                    suggestions));
        }
        List<String> missing = match.ranking().stream()
                .filter(ranked -> ranked.offer().equals(offer))
                .flatMap(ranked -> ranked.missing().stream())
                .toList();
        return new ImageChoice(offer.id(), architecture(offer), missing, false, findings, List.of(), List.of());
    }

    private static Finding absent(String image, @Nullable String whyNot, Match match, List<Offer> offers) {
        List<Suggestion> suggestions = new ArrayList<>();
        Nearest.to(image, offers.stream().map(Offer::name).toList())
                .flatMap(name -> offers.stream()
                        .filter(offer -> offer.name().equals(name))
                        .findFirst())
                .ifPresent(offer -> suggestions.add(take(offer)));
        if (suggestions.isEmpty()) {
            match.chosen().ifPresent(ranked -> suggestions.add(take(ranked.offer())));
        }
        return whyNot == null
                ? new Finding(
                        ProblemType.NOT_FOUND,
                        new Fault(
                                "image",
                                "There is no image %s.".formatted(image),
                                "List the images to see which there are.",
                                suggestions))
                : new Finding(
                        ProblemType.WRONG_STATE,
                        new Fault("image", whyNot, "Choose an image that is ready.", suggestions));
    }

    private static @Nullable String architecture(Offer offer) {
        return offer.contents() == null ? null : offer.contents().architecture();
    }

    // --- whether the wish is one

    private static void checkOs(@Nullable String os, List<Offer> offers, List<Finding> findings) {
        if (os == null || OS.matcher(os).matches()) {
            return;
        }
        String guess = os.strip().toLowerCase(Locale.ROOT).replaceFirst("[\\s/=-]+(?=\\d)", ":");
        List<Suggestion> suggestions = new ArrayList<>();
        if (OS.matcher(guess).matches()) {
            suggestions.add(Suggestion.of("Write it %s.".formatted(guess), "wish.os", guess));
        }
        systems(offers).stream()
                .limit(MOST_SUGGESTED)
                .map(system -> Suggestion.of("Ask for %s.".formatted(system), "wish.os", system))
                .forEach(suggestions::add);
        findings.add(finding(
                "wish.os",
                "%s is not the name of a system.".formatted(quoted(os)),
                "Write its name as os-release has it, with a version if it matters: debian:12.",
                suggestions));
    }

    private static void checkPackages(List<String> packages, List<Finding> findings) {
        if (packages.size() > PackageInstallation.MOST) {
            findings.add(finding(
                    "wish.packages",
                    "%,d packages are asked for, and %d at most can be."
                            .formatted(packages.size(), PackageInstallation.MOST),
                    "Ask for the ones that need the others.",
                    List.of()));
        }
        List<String> good =
                packages.stream().filter(PackageInstallation::isName).toList();
        for (int index = 0; index < packages.size(); index++) {
            String name = packages.get(index);
            if (!PackageInstallation.isName(name)) {
                List<Suggestion> suggestions = new ArrayList<>();
                String trimmed = name.strip().replaceAll("[\\s_]+", "-").toLowerCase(Locale.ROOT);
                if (PackageInstallation.isName(trimmed)) {
                    suggestions.add(Suggestion.of(
                            "Ask for %s.".formatted(trimmed), "wish.packages", replaced(packages, index, trimmed)));
                }
                suggestions.add(Suggestion.of("Do without it.", "wish.packages", good.isEmpty() ? null : good));
                findings.add(finding(
                        "wish.packages[%d]".formatted(index),
                        "%s cannot be the name of a package.".formatted(quoted(name)),
                        "Names have letters, digits and + . _ -.",
                        suggestions));
            }
        }
    }

    /** Each that there is not for the image's system. */
    private static List<Finding> absentPackages(CreateMachine.@Nullable Wish wish, Offer offer) {
        List<String> packages = wish == null || wish.packages() == null ? List.of() : wish.packages();
        Offer.Contents contents = offer.contents();
        Map<String, List<String>> unknown = contents == null ? Map.of() : contents.unknown();
        List<String> good =
                packages.stream().filter(name -> !unknown.containsKey(name)).toList();
        String system = contents == null ? "" : contents.os().replace(':', ' ');
        List<Finding> findings = new ArrayList<>();
        for (int index = 0; index < packages.size(); index++) {
            String name = packages.get(index);
            List<String> meant = unknown.get(name);
            if (meant != null) {
                List<Suggestion> suggestions = new ArrayList<>();
                for (String each : meant) {
                    suggestions.add(Suggestion.of(
                            "Ask for %s.".formatted(each), "wish.packages", replaced(packages, index, each)));
                }
                suggestions.add(Suggestion.of("Do without it.", "wish.packages", good.isEmpty() ? null : good));
                findings.add(finding(
                        "wish.packages[%d]".formatted(index),
                        "There is no package %s in %s.".formatted(name, system),
                        "If it is new, have the packages listed anew: pando image packages %s --refresh."
                                .formatted(offer.name()),
                        suggestions));
            }
        }
        return findings;
    }

    private static List<String> replaced(List<String> packages, int index, String name) {
        List<String> changed = new ArrayList<>(packages);
        changed.set(index, name);
        return changed;
    }

    private static void checkArchitecture(@Nullable String architecture, List<Finding> findings) {
        if (architecture == null) {
            return;
        }
        String known = ARCHITECTURES.get(architecture.strip().toLowerCase(Locale.ROOT));
        if (known != null || !ARCHITECTURE.matcher(architecture).matches()) {
            findings.add(finding(
                    "wish.architecture",
                    "%s is not the name of an architecture.".formatted(quoted(architecture)),
                    "Write it as uname -m does, for example x86_64 or aarch64.",
                    List.of(
                            known == null
                                    ? Suggestion.of("Leave it to the image.", "wish.architecture", null)
                                    : Suggestion.of("Write it %s.".formatted(known), "wish.architecture", known))));
        }
    }

    // --- words

    private static Finding finding(String field, String message, @Nullable String help, List<Suggestion> suggestions) {
        return new Finding(ProblemType.INVALID_REQUEST, new Fault(field, message, help, suggestions));
    }

    private static Suggestion take(Offer offer) {
        return Suggestion.of("Take the image %s.".formatted(offer.name()), "image", offer.name());
    }

    private static Suggestion fitting(Offer offer, List<Suggestion.Change> changes) {
        return new Suggestion("Make the image %s fit: %s.".formatted(offer.name(), Mending.words(changes)), changes);
    }

    private static List<Suggestion.Change> changes(List<Mismatch> mismatches) {
        return mismatches.stream()
                .flatMap(mismatch -> mismatch.changes().stream())
                .toList();
    }

    private static TreeSet<String> systems(List<Offer> offers) {
        return offers.stream()
                .flatMap(offer -> Optional.ofNullable(offer.contents()).stream())
                .map(Offer.Contents::system)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(List<Mismatch> mismatches) {
        return mismatches.stream().map(Mismatch::text).collect(Collectors.joining(", "));
    }

    private static List<Ranked> ranking(Match match) {
        return match.ranking().stream()
                .limit(MOST_SHOWN)
                .map(ranked -> new Ranked(
                        "Image " + ranked.offer().name(),
                        ranked.equals(match.ranking().getFirst()),
                        ranked.score(),
                        ranked.lines()))
                .toList();
    }

    private static List<Plan.Refusal> refused(Match match) {
        return match.refused().stream()
                .limit(MOST_SHOWN)
                .map(refused -> new Plan.Refusal("Image " + refused.offer().name(), words(refused.mismatches())))
                .toList();
    }

    /** As part of a sentence, whatever it is. */
    static String quoted(String text) {
        String start = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return "“" + start.replaceAll("\\p{Cntrl}", " ") + "”";
    }
}
