package io.pando.image;

import io.pando.api.Image;
import io.pando.api.ImageSealing;
import io.pando.builder.sealing.Sealed;
import io.pando.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Models and what was staged of them, in the database. */
@Component
class StagingStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    StagingStore(Database database) {
        this.database = database;
    }

    void mark(String imageId, boolean model) {
        database.writer()
                .sql("UPDATE image SET model = ? WHERE id = ?")
                .params(model ? 1 : 0, imageId)
                .update();
    }

    /**
     * Which of these are models.
     *
     * @param now whether what the present transaction has changed is seen
     */
    Set<String> models(Collection<String> imageIds, boolean now) {
        return imageIds.isEmpty()
                ? Set.of()
                : new HashSet<>(client(now)
                        .sql("SELECT id FROM image WHERE model = 1 AND id IN (:ids)")
                        .param("ids", imageIds)
                        .query(String.class)
                        .list());
    }

    private JdbcClient client(boolean now) {
        return now ? database.writer() : database.reader();
    }

    /**
     * Which of these were staged, and of what.
     *
     * @param now whether what the present transaction has changed is seen
     */
    Map<String, Image.Staged> staged(Collection<String> imageIds, boolean now) {
        Map<String, Image.Staged> staged = new HashMap<>();
        if (!imageIds.isEmpty()) {
            client(now)
                    .sql("SELECT image_id, model_id, model_name, version FROM image_staging WHERE image_id IN (:ids)")
                    .param("ids", imageIds)
                    .query(row -> {
                        staged.put(
                                row.getString("image_id"),
                                new Image.Staged(
                                        row.getString("model_id"), row.getString("model_name"), row.getInt("version")));
                    });
        }
        return staged;
    }

    boolean isStaged(String imageId) {
        return !staged(List.of(imageId), true).isEmpty();
    }

    /** The version that the next one of a model gets: higher than any that there is. */
    int nextVersion(String modelId) {
        return database.writer()
                .sql("SELECT coalesce(max(version), 0) + 1 FROM image_staging WHERE model_id = ?")
                .param(modelId)
                .query(Integer.class)
                .single();
    }

    /** The newest version of the same model that is ready, if that is newer. */
    Optional<String> successor(String imageId) {
        return database.writer()
                .sql("""
                        SELECT newer.image_id FROM image_staging own
                        JOIN image_staging newer ON newer.model_id = own.model_id AND newer.version > own.version
                        JOIN image ON image.id = newer.image_id
                        WHERE own.image_id = ? AND image.state = ? ORDER BY newer.version DESC LIMIT 1""")
                .params(imageId, Image.State.READY.name())
                .query(String.class)
                .optional();
    }

    void insert(String imageId, ImageRecord model, int version) {
        database.writer()
                .sql("INSERT INTO image_staging (image_id, model_id, model_name, version) VALUES (?, ?, ?, ?)")
                .params(imageId, model.id(), model.name(), version)
                .update();
    }

    /** Whether an image is being staged of this model now. */
    boolean underWay(String modelId) {
        return database.writer()
                        .sql("""
                        SELECT count(*) FROM image_staging staging JOIN image ON image.id = staging.image_id
                        WHERE staging.model_id = ? AND image.state = ?""")
                        .params(modelId, Image.State.IMPORTING.name())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void recordSealed(String imageId, Sealed sealed, Instant now) {
        database.writer()
                .sql("""
                        UPDATE image_staging SET init_system = ?, cloud_init = ?, sealed_at = ?, operations = ?
                        WHERE image_id = ?""")
                .params(
                        sealed.initSystem(),
                        sealed.cloudInit() ? 1 : 0,
                        Database.micros(now),
                        JSON.writeValueAsString(sealed.operations().stream()
                                .map(done -> new ImageSealing.Operation(done.name(), done.title(), done.stripped()))
                                .toList()),
                        imageId)
                .update();
    }

    /** Empty when the image was not staged, or is not sealed yet. */
    Optional<ImageSealing> sealing(String imageId) {
        return database.reader()
                .sql("SELECT * FROM image_staging WHERE image_id = ? AND sealed_at IS NOT NULL")
                .param(imageId)
                .query((row, number) -> new ImageSealing(
                        row.getString("model_name"),
                        row.getInt("version"),
                        row.getString("init_system"),
                        row.getInt("cloud_init") != 0,
                        Database.instant(row.getLong("sealed_at")),
                        JSON.readValue(
                                row.getString("operations"), new TypeReference<List<ImageSealing.Operation>>() {})))
                .optional();
    }

    /** Numbers of versions are not given again while a newer one is there. */
    void forget(String imageId) {
        database.writer()
                .sql("DELETE FROM image_staging WHERE image_id = ?")
                .param(imageId)
                .update();
    }
}
