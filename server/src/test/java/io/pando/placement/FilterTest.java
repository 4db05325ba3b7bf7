package io.pando.placement;

import static io.pando.placement.SampleHost.named;
import static io.pando.placement.SampleHost.needing;
import static io.pando.placement.SampleHost.ordinary;
import static io.pando.placement.SampleHost.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.HostFeature;
import io.pando.api.HostStanding;
import io.pando.api.PlacementDecision.HostObstacle;
import io.pando.api.PlacementDecision.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilterTest {

    /**
     * One host that cannot take one machine.
     *
     * @param atMost null where no amount would do
     */
    record Row(
            SampleHost host,
            Demand demand,
            Obstacle obstacle,
            String text,
            @Nullable Long atMost) {
        @Override
        public String toString() {
            return obstacle + ": " + text;
        }
    }

    /** The table of reasons: each that there is, in its own words. */
    static Stream<Row> table() {
        SampleHost host = named("a");
        return Stream.of(
                new Row(
                        host.standing(HostStanding.DRAINED, null),
                        ordinary(),
                        Obstacle.DRAINED,
                        "it is drained and takes no new machines",
                        null),
                new Row(
                        host.standing(HostStanding.UNREACHABLE, null),
                        ordinary(),
                        Obstacle.UNREACHABLE,
                        "it does not answer",
                        null),
                new Row(
                        host.standing(HostStanding.UNREACHABLE, "connection refused"),
                        ordinary(),
                        Obstacle.UNREACHABLE,
                        "it does not answer (connection refused)",
                        null),
                new Row(
                        host,
                        needing("aarch64", false, List.of(), List.of()),
                        Obstacle.ARCHITECTURE,
                        "its architecture is x86_64, and aarch64 is wanted",
                        null),
                new Row(
                        host.being(null, true, List.of()),
                        needing("x86_64", false, List.of(), List.of()),
                        Obstacle.ARCHITECTURE,
                        "its architecture is not known, and x86_64 is wanted",
                        null),
                new Row(
                        host.being("x86_64", false, List.of()),
                        needing(null, true, List.of(), List.of()),
                        Obstacle.ACCELERATION,
                        "its hardware acceleration does not work, and it is wanted",
                        null),
                new Row(
                        host.being("x86_64", true, List.of()),
                        needing(null, false, List.of(HostFeature.UEFI), List.of()),
                        Obstacle.FEATURE,
                        "it does not have UEFI firmware",
                        null),
                new Row(
                        host,
                        needing(null, false, List.of(HostFeature.SECURE_BOOT), List.of()),
                        Obstacle.FEATURE,
                        "it does not have firmware with Secure Boot",
                        null),
                new Row(
                        host,
                        needing(null, false, List.of(HostFeature.TPM), List.of()),
                        Obstacle.FEATURE,
                        "it does not have an emulated TPM",
                        null),
                new Row(
                        host,
                        needing(null, false, List.of(), List.of("ssd")),
                        Obstacle.LABEL,
                        "it does not have the label ssd",
                        null),
                new Row(
                        host,
                        sized(17, 512, 0),
                        Obstacle.PROCESSORS,
                        "it has 8 processors and gives 2 virtual ones for each, and 17 are wanted",
                        16_000L),
                new Row(
                        host.giving(new Size(14_500, 0), 3),
                        sized(2, 512, 0),
                        Obstacle.PROCESSORS,
                        "1.5 of its 16 virtual processors are not promised to other machines, and 2 are wanted",
                        1_500L),
                new Row(
                        host.giving(Size.of(20, 0), 3),
                        sized(2, 512, 0),
                        Obstacle.PROCESSORS,
                        "0 of its 16 virtual processors are not promised to other machines, and 2 are wanted",
                        0L),
                new Row(
                        host,
                        sized(1, 15_873, 0),
                        Obstacle.MEMORY,
                        "it has 15,872 MiB of memory for machines, and 15,873 MiB are wanted",
                        15_872L),
                new Row(
                        host.giving(Size.of(1, 15_000), 1),
                        sized(1, 1_024, 0),
                        Obstacle.MEMORY,
                        "872 MiB of its memory are not promised to other machines, and 1,024 MiB are wanted",
                        872L),
                new Row(
                        host.pools(),
                        sized(1, 512, 1),
                        Obstacle.DISK,
                        "it has no pool for disks, and 1 MiB are needed",
                        null),
                new Row(
                        host.pools(new Candidate.Pool("slow", 5_000), new Candidate.Pool("fast", 4_000)),
                        sized(1, 512, 5_001),
                        Obstacle.DISK,
                        "its pool slow has 5,000 MiB left, and 5,001 MiB are needed",
                        5_000L),
                new Row(
                        host.pools(new Candidate.Pool("pool", 11_000)),
                        SampleHost.of("debian", 1_000),
                        Obstacle.DISK,
                        "its pool pool has 11,000 MiB left, and 11,240 MiB are needed with the image, which is not there yet",
                        10_000L));
    }

    @ParameterizedTest
    @MethodSource("table")
    void saysWhyAHostCannotTakeAMachine(Row row) {
        assertThat(reasons(row.host(), row.demand()))
                .containsExactly(new HostObstacle(row.obstacle(), row.text(), row.atMost()));
    }

    @Test
    void hasAWordForEveryObstacle() {
        assertThat(table().map(Row::obstacle)).contains(Obstacle.values());
    }

    @Test
    void saysEverythingAtOnce() {
        SampleHost host = named("a")
                .being("x86_64", false, List.of())
                .sized(Size.of(1, 1_024))
                .pools();
        Demand demand = new Demand(
                Size.of(4, 4_096),
                10,
                "aarch64",
                true,
                List.of(HostFeature.UEFI, HostFeature.TPM),
                List.of("ssd", "gpu"),
                null,
                List.of(),
                List.of(),
                List.of());

        assertThat(reasons(host.standing(HostStanding.DRAINED, null), demand))
                .extracting(HostObstacle::obstacle)
                .containsExactly(
                        Obstacle.DRAINED,
                        Obstacle.ARCHITECTURE,
                        Obstacle.ACCELERATION,
                        Obstacle.FEATURE,
                        Obstacle.FEATURE,
                        Obstacle.LABEL,
                        Obstacle.LABEL,
                        Obstacle.PROCESSORS,
                        Obstacle.MEMORY,
                        Obstacle.DISK);
    }

    /** What it says could be had can be had, and not a bit more. */
    @Test
    void whatIsSaidToFitFits() {
        SampleHost host = named("a").giving(new Size(14_500, 15_000), 3);

        assertThat(reasons(host, demand(1_500, 872))).isEmpty();
        assertThat(reasons(host, demand(1_501, 872)))
                .extracting(HostObstacle::atMost)
                .containsExactly(1_500L);
        assertThat(reasons(host, demand(1_500, 873)))
                .extracting(HostObstacle::atMost)
                .containsExactly(872L);
    }

    @Test
    void aMachineNeedsNoRoomForAnImageThatIsThere() {
        SampleHost host = named("a").pools(new Candidate.Pool("pool", 11_000)).images("debian");

        assertThat(reasons(host, SampleHost.of("debian", 1_000))).isEmpty();
    }

    @Test
    void aHostWithoutAPoolTakesWhatNeedsNoDisk() {
        assertThat(reasons(named("a").pools(), sized(1, 512, 0))).isEmpty();
    }

    private static Demand demand(long cpuMillis, long memoryMiB) {
        return Demand.of(new Size(cpuMillis, memoryMiB));
    }

    private static List<HostObstacle> reasons(SampleHost host, Demand demand) {
        List<HostObstacle> reasons = new ArrayList<>(Filter.unsuited(host.host(), demand.traits()));
        reasons.addAll(Filter.crowded(host.host(), demand, SampleHost.PACK));
        return reasons;
    }
}
