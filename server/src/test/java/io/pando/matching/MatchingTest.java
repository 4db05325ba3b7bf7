package io.pando.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Firmware;
import io.pando.api.Ranked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatchingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void takesTheImageThatHasWhatIsAskedFor() {
        Match match = decide(
                packages("nginx", "redis"),
                offer("bare", false, 0, "bash"),
                offer("web", false, 0, "bash", "nginx"),
                offer("both", false, 0, "bash", "nginx", "redis"));

        assertThat(names(match)).containsExactly("both", "web", "bare");
        assertThat(match.ranking().get(1).missing()).containsExactly("redis");
        assertThat(match.ranking().get(2).missing()).containsExactly("nginx", "redis");
    }

    @Test
    void ofTwoThatLackNothingTakesTheStagedThenTheLeanThenTheRecentOne() {
        assertThat(names(decide(
                        packages("nginx"), offer("plain", false, 0, "nginx"), offer("staged", true, 0, "nginx"))))
                .containsExactly("staged", "plain");
        assertThat(names(decide(
                        packages("nginx"),
                        offer("full", true, 0, "nginx", "gimp", "tex"),
                        offer("lean", true, 0, "nginx"))))
                .containsExactly("lean", "full");
        assertThat(names(decide(packages("nginx"), offer("old", true, 700, "nginx"), offer("young", true, 1, "nginx"))))
                .containsExactly("young", "old");
    }

    @Test
    void whereThereIsNoSuchPackageItIsNotTaken() {
        Offer without = new Offer(
                "id",
                "without",
                100,
                50,
                true,
                NOW,
                new Offer.Contents(
                        "debian",
                        "12",
                        "x86_64",
                        Set.of(),
                        true,
                        1,
                        Set.of(),
                        Map.of("ngnix", List.of("nginx", "nginx-full"), "other", List.of())));

        Match match = decide(packages("ngnix", "curl", "other"), without);

        assertThat(match.ranking()).isEmpty();
        assertThat(match.refused().getFirst().mismatches()).singleElement().satisfies(mismatch -> {
            assertThat(mismatch.absent()).isTrue();
            assertThat(mismatch.text()).isEqualTo("there is no package ngnix, other in debian:12");
            assertThat(mismatch.changes().getFirst().value()).isEqualTo(List.of("curl", "nginx"));
        });
        assertThat(decide(packages("curl"), without).ranking()).hasSize(1);
        // Of the other one nobody knows.
        assertThat(names(decide(packages("ngnix"), without, offer("bare", false, 0, "bash"))))
                .containsExactly("bare");
    }

    @Test
    void aMissingPackageWeighsMoreThanAnIdentityThatIsNotStripped() {
        assertThat(names(
                        decide(packages("nginx"), offer("staged", true, 0, "bash"), offer("web", false, 900, "nginx"))))
                .containsExactly("web", "staged");
    }

    @Test
    void whatCannotDoIsRefusedWithEveryReasonAndTheNearestComesFirst() {
        Offer alpine = new Offer(
                "id",
                "alpine",
                100,
                50,
                false,
                NOW,
                new Offer.Contents("alpine", "3.20", "x86_64", Set.of(Firmware.BIOS), true, 0, Set.of()));
        Match match = decide(
                new Wanted("debian", "13", List.of(), "x86_64", null, 50L, Set.of()),
                alpine,
                offer("debian", false, 0, "bash"));

        assertThat(match.chosen()).isEmpty();
        assertThat(match.refused())
                .extracting(refused -> refused.offer().name())
                .containsExactly("debian", "alpine");
        assertThat(match.refused().getLast().mismatches())
                .extracting(Mismatch::text)
                .containsExactly(
                        "its system is alpine:3.20, and debian:13 is wanted",
                        "its disk has 100 MiB, and 50 MiB are wanted");
    }

    @Test
    void aPartOfAVersionIsEnough() {
        Offer point = new Offer(
                "id",
                "point",
                100,
                50,
                false,
                NOW,
                new Offer.Contents("alpine", "3.20.1", "x86_64", Set.of(), true, 0, Set.of()));

        assertThat(names(decide(new Wanted("alpine", "3.20", List.of(), null, null, null, Set.of()), point)))
                .containsExactly("point");
        assertThat(names(decide(new Wanted("alpine", "3.2", List.of(), null, null, null, Set.of()), point)))
                .isEmpty();
    }

    @Test
    void whatNobodyHasLookedIntoIsOnlyForThoseWhoDoNotCare() {
        Offer unknown = new Offer("id", "unknown", 100, 50, false, NOW, null);

        assertThat(names(decide(packages("nginx"), unknown))).isEmpty();
        assertThat(names(decide(new Wanted(null, null, List.of(), null, Firmware.BIOS, null, Set.of()), unknown)))
                .containsExactly("unknown");
    }

    @Test
    void doesNotDependOnTheOrderOfTheImages() {
        List<Offer> offers = new ArrayList<>();
        Random random = new Random(7);
        for (int number = 0; number < 60; number++) {
            offers.add(offer(
                    "image-" + number,
                    random.nextBoolean(),
                    random.nextInt(3),
                    random.nextBoolean() ? "nginx" : "bash"));
        }
        Match first = Matching.decide(packages("nginx"), offers, Weights.USUAL, NOW);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(offers, random);
            assertThat(Matching.decide(packages("nginx"), offers, Weights.USUAL, NOW))
                    .isEqualTo(first);
        }
    }

    @Test
    void theScoreIsTheSumOfItsLines() {
        Match match = decide(packages("nginx", "redis"), offer("web", true, 10, "nginx", "vim"));

        assertThat(match.chosen()).hasValueSatisfying(chosen -> {
            assertThat(chosen.lines())
                    .extracting(Ranked.Line::preference)
                    .containsExactly("complete", "staged", "lean", "recent", "small");
            assertThat(chosen.lines().stream().mapToDouble(Ranked.Line::points).sum())
                    .isEqualTo(chosen.score());
        });
    }

    @Test
    void findsWhatWasProbablyMeant() {
        List<String> names = List.of("nginx", "redis", "postgresql");

        assertThat(Nearest.to("ngnix", names)).hasValue("nginx");
        assertThat(Nearest.to("Postgresq", names)).hasValue("postgresql");
        assertThat(Nearest.to("mariadb", names)).isEmpty();
        assertThat(Nearest.distance("abcd", "acbd")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    }

    private static Wanted packages(String... names) {
        return new Wanted("debian", "12", List.of(names), null, null, null, Set.of());
    }

    private static Match decide(Wanted wanted, Offer... offers) {
        return Matching.decide(wanted, List.of(offers), Weights.USUAL, NOW);
    }

    private static List<String> names(Match match) {
        return match.ranking().stream().map(ranked -> ranked.offer().name()).toList();
    }

    private static Offer offer(String name, boolean staged, int days, String... packages) {
        return new Offer(
                "id-" + name,
                name,
                3_072,
                500,
                staged,
                NOW.minus(Duration.ofDays(days)),
                new Offer.Contents(
                        "debian", "12", "x86_64", Set.of(Firmware.BIOS), true, packages.length, Set.of(packages)));
    }
}
