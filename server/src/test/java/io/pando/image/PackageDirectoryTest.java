package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.ImageInspection;
import io.pando.api.KnownPackages;
import io.pando.api.KnownPackages.Source;
import io.pando.database.SettableClock;
import io.pando.database.TestDatabase;
import io.pando.paging.Paging;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What follows from which packages there are. */
class PackageDirectoryTest {
    private static final Paging TEN = new Paging(10, 0);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final TestDatabase database = TestDatabase.sqlite();
    private final PackageDirectory directory = directory(Map.of("pando.instance", "pando"));

    private PackageDirectory directory(Map<String, String> settings) {
        return new PackageDirectory(
                new PackageListStore(database.database()), TestDatabase.properties(settings), new SettableClock(NOON));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static ImageInspection.Contents contents(String system, String version, String format) {
        return new ImageInspection.Contents(
                new ImageInspection.OperatingSystem(system, version, system),
                "x86_64",
                List.of(),
                List.of(),
                format,
                1,
                List.of(),
                false,
                false,
                new ImageInspection.Identifiers("", "", List.of()));
    }

    private static final ImageInspection.Contents DEBIAN = contents("debian", "12", "dpkg");

    @Test
    void nothingIsSaidWhereNothingIsKnown() {
        assertThat(directory.unknown(Map.of("image", DEBIAN), List.of("ngnix"))).isEmpty();
        assertThat(directory.known("image", DEBIAN, "", TEN))
                .isEqualTo(new KnownPackages(null, null, 0, List.of(), null, null));
    }

    @Test
    void whatIsNotAmongThemIsToldWithWhatWasMeant() {
        directory.found("image", List.of("curl", "nginx"));

        assertThat(directory.unknown(Map.of("image", DEBIAN, "raw", DEBIAN), List.of("curl", "ngnix")))
                .isEqualTo(Map.of("image", Map.of("ngnix", List.of("nginx"))));
        assertThat(directory.known("image", DEBIAN, "ng", TEN))
                .isEqualTo(new KnownPackages(NOON, Source.IMAGE, 2, List.of("nginx"), null, null));
        assertThat(directory.known("image", DEBIAN, "", new Paging(1, 1)).names())
                .containsExactly("nginx");
    }

    @Test
    void whatWasHeardIsKnownBetterThanWhatADiskSays() {
        directory.heard("image", List.of("nginx"));
        directory.found("image", List.of("curl"));
        directory.failed("image", "Nobody answers.");

        assertThat(directory.known("image", DEBIAN, "", TEN))
                .isEqualTo(new KnownPackages(NOON, Source.MIRROR, 1, List.of("nginx"), "Nobody answers.", NOON));
    }

    /** What the server was told to take packages from may have others than the image's own sources. */
    @Test
    void listsOnADiskDoNotCountWherePackagesComeFromElsewhere() {
        PackageDirectory elsewhere =
                directory(Map.of("pando.instance", "pando", "pando.guests.packages.apt", "deb http://mirror/ ./"));
        elsewhere.found("debian", List.of("curl"));
        elsewhere.found("alpine", List.of("curl"));
        elsewhere.heard("asked", List.of("curl"));

        assertThat(elsewhere.unknown(
                        Map.of("debian", DEBIAN, "alpine", contents("alpine", "3.19", "apk"), "asked", DEBIAN),
                        List.of("company-tool")))
                .containsOnlyKeys("alpine", "asked");
        assertThat(elsewhere.known("debian", DEBIAN, "", TEN).knownAt()).isNull();
    }

    @Test
    void searchesTheListsOfSeveralImages() {
        directory.found("one", List.of("libnginx", "nginx"));
        directory.found("two", List.of("nginx", "nginx-full"));
        directory.found("three", List.of("libnginx", "nginx"));

        assertThat(directory.search(Map.of("one", DEBIAN, "two", DEBIAN, "three", DEBIAN), "nginx", TEN))
                .containsExactly("nginx", "nginx-full", "libnginx");
        assertThat(directory.search(Map.of("one", DEBIAN), "nginx", new Paging(1, 0)))
                .containsExactly("nginx");
    }

    @Test
    void aVersionIsTheSystemsOrOneOfItsPoints() {
        ImageInspection.OperatingSystem system =
                contents("debian", "12.5", "dpkg").system();

        assertThat(List.of("debian", "debian:12", "debian:12.5")).allMatch(os -> ImageOffers.isOf(system, os));
        assertThat(List.of("debian:1", "debian:13", "alpine", "alpine:12"))
                .noneMatch(os -> ImageOffers.isOf(system, os));
    }
}
