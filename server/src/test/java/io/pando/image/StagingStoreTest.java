package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.GuestAccess;
import io.pando.api.Image;
import io.pando.api.ImageSealing;
import io.pando.builder.sealing.Sealed;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import io.pando.host.NewIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Models, and what was staged of them. */
@EachDatabase
class StagingStoreTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

    private final ImageStore images;
    private final StagingStore store;
    private final ImageRecord model;

    StagingStoreTest(TestDatabase database) {
        this.images = new ImageStore(database.database());
        this.store = new StagingStore(database.database());
        this.model = image();
    }

    private ImageRecord image() {
        String id = UUID.randomUUID().toString();
        NewIdentity identity = NewIdentity.random();
        ImageRecord image = new ImageRecord(
                id,
                "i" + id.substring(0, 30),
                "",
                Image.State.IMPORTING,
                "owner",
                null,
                "host",
                "disk-" + id,
                null,
                null,
                null,
                null,
                GuestAccess.AUTO,
                null,
                null,
                null,
                null,
                1,
                128,
                identity.uuid(),
                "domain",
                "master-" + id,
                identity.mac(),
                identity.generationId(),
                "serial",
                null,
                null,
                NOON,
                null);
        assertThat(images.insert(image)).isTrue();
        return image;
    }

    private ImageRecord staged(int version) {
        ImageRecord image = image();
        store.insert(image.id(), model, version);
        return image;
    }

    @Test
    void anImageIsAModelWhenItIsMarked() {
        assertThat(store.models(List.of(model.id()), false)).isEmpty();
        store.mark(model.id(), true);
        assertThat(store.models(List.of(model.id(), "another"), false)).containsExactly(model.id());
        store.mark(model.id(), false);
        assertThat(store.models(List.of(model.id()), true)).isEmpty();
        assertThat(store.models(List.of(), true)).isEmpty();
    }

    @Test
    void versionsAreCounted() {
        assertThat(store.nextVersion(model.id())).isEqualTo(1);
        ImageRecord first = staged(1);
        ImageRecord second = staged(2);
        assertThat(store.nextVersion(model.id())).isEqualTo(3);
        store.forget(first.id());
        assertThat(store.nextVersion(model.id())).isEqualTo(3);
        assertThat(store.staged(List.of(first.id(), second.id()), false))
                .isEqualTo(Map.of(second.id(), new Image.Staged(model.id(), model.name(), 2)));
        assertThat(store.isStaged(second.id())).isTrue();
        assertThat(store.isStaged(model.id())).isFalse();
    }

    /** Meanwhile the model must not go away. */
    @Test
    void aModelIsBeingStagedUntilTheImageIsReady() {
        ImageRecord image = staged(1);
        assertThat(store.underWay(model.id())).isTrue();
        images.move(image.id(), Image.State.IMPORTING, Image.State.READY, null);
        assertThat(store.underWay(model.id())).isFalse();
    }

    @Test
    void keepsWhatWasStripped() {
        ImageRecord image = staged(1);
        assertThat(store.sealing(image.id())).isEmpty();

        store.recordSealed(image.id(), new Sealed(List.of(new Sealed.Done("mail", "Mail", 3)), "systemd", true), NOON);

        assertThat(store.sealing(image.id()))
                .contains(new ImageSealing(
                        model.name(),
                        1,
                        "systemd",
                        true,
                        NOON,
                        List.of(new ImageSealing.Operation("mail", "Mail", 3))));
    }
}
