package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.KnownPackages.Source;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import io.pando.image.PackageListStore.Known;
import io.pando.matching.PackageNames;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which packages there are, as it is kept and found again. */
@EachDatabase
class PackageListStoreTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    private final TestDatabase database;
    private final PackageListStore store;
    private final String image = UUID.randomUUID().toString();
    private final String other = UUID.randomUUID().toString();

    PackageListStoreTest(TestDatabase database) {
        this.database = database;
        this.store = new PackageListStore(database.database());
    }

    private Known known(String id) {
        return Objects.requireNonNull(store.find(List.of(id)).get(id));
    }

    private PackageNames names(String id) {
        return store.names(Objects.requireNonNull(known(id).sha256())).orElseThrow();
    }

    @Test
    void keepsTensOfThousandsOfNamesInLittle() {
        PackageNames many = PackageNames.of(IntStream.range(0, 60_001)
                .mapToObj("lib-something-%d-dev"::formatted)
                .toList());

        store.put(image, many, Source.MIRROR, NOON);

        assertThat(known(image)).isEqualTo(new Known(known(image).sha256(), Source.MIRROR, NOON, null, null));
        assertThat(names(image).lines()).isEqualTo(many.lines());
        assertThat(database.database()
                        .reader()
                        .sql("SELECT length(packed) FROM package_list WHERE sha256 = ?")
                        .param(known(image).sha256())
                        .query(Integer.class)
                        .single())
                .isLessThan(many.lines().length / 4);
        store.forget(image);
    }

    @Test
    void imagesOfOneSystemShareAList() {
        PackageNames names = PackageNames.of(List.of("one", "two", image));
        store.put(image, names, Source.IMAGE, NOON);
        store.inherit(other, image);
        assertThat(known(other)).isEqualTo(known(image));

        store.forget(image);
        assertThat(store.find(List.of(image))).isEmpty();
        assertThat(names(other).contains("two")).isTrue();

        String sha256 = Objects.requireNonNull(known(other).sha256());
        store.forget(other);
        assertThat(store.names(sha256)).isEmpty();
    }

    @Test
    void whatIsHeardLaterTakesThePlaceOfWhatWasKnown() {
        store.put(image, PackageNames.of(List.of("old", image)), Source.IMAGE, NOON);
        String old = Objects.requireNonNull(known(image).sha256());

        store.put(image, PackageNames.of(List.of("new", image)), Source.MIRROR, LATER);

        assertThat(known(image).knownAt()).isEqualTo(LATER);
        assertThat(names(image).contains("new")).isTrue();
        assertThat(store.names(old)).isEmpty();
        store.forget(image);
    }

    @Test
    void aFailureLosesNothingAndIsForgottenWhenItGoesWell() {
        store.putFailure(image, "Nobody answers.", NOON);
        assertThat(known(image)).isEqualTo(new Known(null, null, null, "Nobody answers.", NOON));

        store.put(image, PackageNames.of(List.of("one", image)), Source.MIRROR, NOON);
        store.putFailure(image, "Nobody answers.", LATER);
        assertThat(known(image))
                .isEqualTo(new Known(known(image).sha256(), Source.MIRROR, NOON, "Nobody answers.", LATER));
        assertThat(names(image).contains("one")).isTrue();

        store.put(image, PackageNames.of(List.of("one", image)), Source.MIRROR, LATER);
        assertThat(known(image).problem()).isNull();
        store.forget(image);
    }

    @Test
    void nothingIsInheritedWhereNothingIsKnown() {
        store.inherit(other, image);
        store.putFailure(image, "Nobody answers.", NOON);
        store.inherit(other, image);

        assertThat(store.find(List.of(other))).isEmpty();
        store.forget(image);
    }
}
