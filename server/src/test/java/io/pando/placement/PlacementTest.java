package io.pando.placement;

import static io.pando.placement.SampleHost.PACK;
import static io.pando.placement.SampleHost.SPREAD;
import static io.pando.placement.SampleHost.among;
import static io.pando.placement.SampleHost.named;
import static io.pando.placement.SampleHost.ordinary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pando.api.Filling;
import io.pando.api.HostStanding;
import io.pando.api.PlacementDecision.HostChoice;
import io.pando.api.PlacementDecision.RankedHost;
import io.pando.api.PlacementDecision.RefusedHost;
import io.pando.api.PlacementDecision.ScoreLine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PlacementTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void aFullerHostGoesBeforeAnEmptierOneWhenPacking() {
        SampleHost fuller = named("b").giving(Size.of(8, 8_192), 4);
        SampleHost emptier = named("a").giving(Size.of(2, 2_048), 1);

        assertThat(ranking(PACK, ordinary(), fuller, emptier)).containsExactly("b", "a");
        assertThat(ranking(SPREAD, ordinary(), fuller, emptier)).containsExactly("a", "b");
    }

    @Test
    void noHostIsBegunWhileOneThatIsInUseHasRoom() {
        SampleHost tiny = named("a").sized(Size.of(2, 4_096));
        SampleHost used = named("b").sized(Size.of(1_000, 1_000_000)).giving(Size.of(1, 512), 1);

        assertThat(ranking(PACK, ordinary(), tiny, used)).containsExactly("b", "a");
    }

    @Test
    void theLargestHostIsBegunFirst() {
        SampleHost small = named("a").sized(Size.of(4, 8_192));
        SampleHost large = named("b").sized(Size.of(64, 262_144));

        assertThat(ranking(PACK, ordinary(), small, large)).containsExactly("b", "a");
    }

    @Test
    void theImageCountsMoreThanHowFullAHostIs() {
        SampleHost fuller = named("a").giving(Size.of(8, 8_192), 4);
        SampleHost withImage = named("b").giving(Size.of(2, 2_048), 1).images("debian");

        assertThat(ranking(PACK, SampleHost.of("debian", 1_024), fuller, withImage))
                .containsExactly("b", "a");
        assertThat(ranking(PACK, SampleHost.of("alpine", 64), fuller, withImage))
                .containsExactly("a", "b");
    }

    @Test
    void aMachineGoesWhereItsFriendsAreAndNotWhereItsRivalsAre() {
        SampleHost neither = named("a").giving(Size.of(8, 8_192), 4);
        SampleHost database = named("b").tenants(Map.of("db", 1));
        SampleHost web = named("c").tenants(Map.of("web", 2));

        assertThat(ranking(PACK, among(List.of(), List.of("db"), List.of()), neither, database, web))
                .first()
                .isEqualTo("b");
        assertThat(ranking(PACK, among(List.of(), List.of(), List.of("web")), neither, database, web))
                .last()
                .isEqualTo("c");
        assertThat(ranking(PACK, among(List.of(), List.of("db"), List.of("web")), neither, database, web))
                .containsExactly("b", "a", "c");
    }

    @Test
    void aBusyHostComesAfterAnIdleOne() {
        assertThat(ranking(PACK, ordinary(), named("a").load(90), named("b").load(10), named("c")))
                .containsExactly("b", "c", "a");
    }

    @Test
    void aHostThatKeepsItsReserveIsPreferredWhenThatCounts() {
        Rules careful = new Rules(2, 512, Filling.PACK, new Rules.Weights(0, 1, 0, 0, 50));
        SampleHost nearlyFull = named("a").giving(Size.of(13, 13_000), 6);
        SampleHost half = named("b").giving(Size.of(8, 8_192), 4);

        assertThat(ranking(careful, ordinary(), nearlyFull, half)).containsExactly("b", "a");
        assertThat(ranking(PACK, ordinary(), nearlyFull, half)).containsExactly("a", "b");
    }

    @Test
    void hostsThatAreEquallyGoodAreTakenByTheirNames() {
        SampleHost[] hosts = {named("c"), named("a"), named("b")};

        assertThat(ranking(PACK, ordinary(), hosts)).containsExactly("a", "b", "c");
        assertThat(ranking(SPREAD, ordinary(), hosts)).containsExactly("a", "b", "c");
    }

    @Test
    void everyLineOfAScoreIsExplainedAndTheyAddUp() {
        SampleHost host =
                named("a").giving(Size.of(6, 5_696), 3).images("debian").load(25);
        Demand demand = new Demand(
                Size.of(2, 2_048),
                10_240,
                null,
                false,
                List.of(),
                List.of(),
                new Demand.Image("debian", 1_024),
                List.of(),
                List.of("db"),
                List.of("web"));

        RankedHost ranked = decide(PACK, demand, host).ranking().getFirst();

        assertThat(ranked.lines())
                .extracting(ScoreLine::text)
                .containsExactly(
                        "the image is there already",
                        "it would be 49 % full",
                        "not near to db, apart from web",
                        "its processors are 25 % busy",
                        "50 % of its processors and 51 % of its memory would stay free");
        assertThat(ranked.lines()).extracting(ScoreLine::weight).containsExactly(30, 40, 60, 10, 5);
        assertThat(ranked.lines()).extracting(ScoreLine::value).allMatch(value -> value >= 0 && value <= 1);
        assertThat(ranked.choice().score())
                .isEqualTo(
                        ranked.lines().stream().mapToDouble(ScoreLine::points).sum(), within(1e-9));
    }

    @Test
    void theBestHostIsChosenAndTheOthersSayWhyNot() {
        Decision decision = decide(
                PACK,
                ordinary(),
                named("a").standing(HostStanding.DRAINED, null),
                named("b"),
                named("c").sized(Size.of(8, 1_024)));

        assertThat(decision.chosen())
                .extracting(HostChoice::host, HostChoice::pool)
                .containsExactly("b", "pool");
        assertThat(decision.refused()).extracting(RefusedHost::host).containsExactly("a", "c");
        assertThat(decision.refused())
                .allSatisfy(refused -> assertThat(refused.reasons()).isNotEmpty());
    }

    @Test
    void whereNoHostFitsNoneIsChosen() {
        Decision decision = decide(PACK, SampleHost.sized(100, 512, 0), named("a"), named("b"));

        assertThat(decision.chosen()).isNull();
        assertThat(decision.ranking()).isEmpty();
        assertThat(decision.refused()).hasSize(2);
    }

    @Test
    void disksGoToThePoolWithTheMostRoom() {
        SampleHost host = named("a")
                .pools(
                        new Candidate.Pool("z", 20_000),
                        new Candidate.Pool("y", 30_000),
                        new Candidate.Pool("x", 30_000));

        assertThat(decide(PACK, ordinary(), host).chosen())
                .extracting(HostChoice::pool)
                .isEqualTo("x");
    }

    /** What the audit record or a job keeps of a decision is enough to make it anew. */
    @Test
    void aDecisionThatWasWrittenDownCanBeReplayed() {
        Decision made = decide(
                PACK,
                among(List.of("web"), List.of("db"), List.of("web")),
                named("a").standing(HostStanding.UNREACHABLE, "connection refused"),
                named("b").tenants(Map.of("db", 1, "web", 3)).load(33.3),
                named("c").images("debian", "alpine").giving(Size.of(3, 4_000), 2));

        Decision kept = JSON.readValue(JSON.writeValueAsString(made), Decision.class);

        assertThat(kept).isEqualTo(made);
        assertThat(kept.replays()).isTrue();
        assertThat(kept.question().digest()).isEqualTo(made.question().digest());
    }

    @Test
    void aDecisionThatWasTamperedWithDoesNotReplay() {
        Decision made = decide(PACK, ordinary(), named("a"), named("b"));

        Decision tampered =
                new Decision(made.question(), made.ranking().getLast().choice(), made.ranking(), made.refused());

        assertThat(tampered.replays()).isFalse();
    }

    @Test
    void theDigestTellsQuestionsApartAndNotTheOrderOfHosts() {
        Question question = question(PACK, ordinary(), named("a"), named("b"));

        assertThat(question.digest()).matches("[0-9a-f]{64}");
        assertThat(question(PACK, ordinary(), named("b"), named("a")).digest()).isEqualTo(question.digest());
        assertThat(List.of(
                        question(SPREAD, ordinary(), named("a"), named("b")),
                        question(PACK, SampleHost.sized(2, 2_048, 10_241), named("a"), named("b")),
                        question(PACK, ordinary(), named("a")),
                        question(PACK, ordinary(), named("a"), named("b").load(0)),
                        question(PACK, ordinary(), named("a"), named("b").images("x")),
                        question(PACK, ordinary(), named("a"), named("b").being("x86_64", true, List.of(), "x"))))
                .extracting(Question::digest)
                .doesNotContain(question.digest())
                .doesNotHaveDuplicates();
    }

    @Test
    void rulesAreWithinTheirRanges() {
        assertThatThrownBy(() -> new Rules(0, 0, Filling.PACK, SampleHost.WEIGHTS))
                .hasMessage("The CPU overcommit is 0.1 to 64: 0.0");
        assertThatThrownBy(() -> new Rules(Double.NaN, 0, Filling.PACK, SampleHost.WEIGHTS))
                .hasMessageContaining("0.1 to 64");
        assertThatThrownBy(() -> new Rules(1, -1, Filling.PACK, SampleHost.WEIGHTS))
                .hasMessageContaining("0 to 1,048,576 MiB");
        assertThatThrownBy(() -> new Rules.Weights(0, 0, 0, 101, 0)).hasMessage("The weight of load is 0 to 100: 101");
    }

    private static List<String> ranking(Rules rules, Demand demand, SampleHost... hosts) {
        return decide(rules, demand, hosts).ranking().stream()
                .map(ranked -> ranked.choice().host())
                .toList();
    }

    private static Decision decide(Rules rules, Demand demand, SampleHost... hosts) {
        return Placement.decide(question(rules, demand, hosts));
    }

    private static Question question(Rules rules, Demand demand, SampleHost... hosts) {
        return new Question(demand, Arrays.stream(hosts).map(SampleHost::host).toList(), rules);
    }
}
