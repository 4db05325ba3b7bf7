package io.pando.upload;

import io.pando.access.Reach;
import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Uploads in the database. */
@Component
class UploadStore {
    private final Database database;

    UploadStore(Database database) {
        this.database = database;
    }

    void insert(UploadRecord upload) {
        database.writer()
                .sql("""
                        INSERT INTO upload (id, owner_id, project_id, file_name, size, received, sha256, created_at, touched_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(upload.id())
                .param(upload.ownerId())
                .param(upload.projectId())
                .param(upload.fileName())
                .param(upload.size())
                .param(upload.received())
                .param(upload.sha256())
                .param(Database.micros(upload.createdAt()))
                .param(Database.micros(upload.touchedAt()))
                .update();
    }

    Optional<UploadRecord> find(String id) {
        return database.writer()
                .sql("SELECT * FROM upload WHERE id = ?")
                .param(id)
                .query(UploadStore::upload)
                .optional();
    }

    /**
     * Newest first.
     *
     * @param ownerId null for everybody's
     */
    List<UploadRecord> list(@Nullable String ownerId, Reach reach, int limit, int offset) {
        return filtered("SELECT *", ownerId, reach, " ORDER BY created_at DESC, id LIMIT :limit OFFSET :offset")
                .param("limit", limit)
                .param("offset", offset)
                .query(UploadStore::upload)
                .list();
    }

    long count(@Nullable String ownerId, Reach reach) {
        return filtered("SELECT count(*)", ownerId, reach, "").query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String select, @Nullable String ownerId, Reach reach, String order) {
        JdbcClient.StatementSpec statement = database.reader()
                .sql(select + " FROM upload WHERE 1 = 1" + (ownerId == null ? "" : " AND owner_id = :owner")
                        + (reach.limited() ? " AND project_id IN (:projects)" : "") + order);
        if (ownerId != null) {
            statement = statement.param("owner", ownerId);
        }
        return reach.limited() ? statement.param("projects", reach.ids()) : statement;
    }

    List<String> namesOfProject(String projectId, int most) {
        return database.writer()
                .sql("SELECT file_name FROM upload WHERE project_id = ? ORDER BY file_name LIMIT ?")
                .params(projectId, most)
                .query(String.class)
                .list();
    }

    /** Whoever else announces an upload waits until the transaction ends: then what is counted in it stays true. */
    void holdTurn() {
        database.writer().sql("UPDATE upload_turn SET id = id").update();
    }

    /** How many somebody has, wherever. */
    long countOf(String ownerId) {
        return database.writer()
                .sql("SELECT count(*) FROM upload WHERE owner_id = ?")
                .param(ownerId)
                .query(Long.class)
                .single();
    }

    /** Bytes that were announced and have not come yet, of everybody. */
    long outstanding() {
        return database.writer()
                .sql("SELECT coalesce(sum(size - received), 0) FROM upload")
                .query(Long.class)
                .single();
    }

    /** Notes that more is safely there; false when somebody else was quicker. */
    boolean advance(String id, long from, long to, Instant now) {
        return database.writer()
                        .sql("UPDATE upload SET received = ?, touched_at = ? WHERE id = ? AND received = ?")
                        .params(to, Database.micros(now), id, from)
                        .update()
                == 1;
    }

    /** Keeps it for an image; false when it is kept for another one already. */
    boolean claim(String id, String imageId) {
        return database.writer()
                        .sql("UPDATE upload SET image_id = ? WHERE id = ? AND image_id IS NULL")
                        .params(imageId, id)
                        .update()
                == 1;
    }

    void release(String id, String imageId, Instant now) {
        database.writer()
                .sql("UPDATE upload SET image_id = NULL, touched_at = ? WHERE id = ? AND image_id = ?")
                .params(Database.micros(now), id, imageId)
                .update();
    }

    void delete(String id) {
        database.writer().sql("DELETE FROM upload WHERE id = ?").param(id).update();
    }

    /** False when it is gone already, or an image is being made of it. */
    boolean deleteUnclaimed(String id) {
        return database.writer()
                        .sql("DELETE FROM upload WHERE id = ? AND image_id IS NULL")
                        .param(id)
                        .update()
                == 1;
    }

    List<String> untouchedSince(Instant time) {
        return database.writer()
                .sql("SELECT id FROM upload WHERE touched_at < ? AND image_id IS NULL")
                .param(Database.micros(time))
                .query(String.class)
                .list();
    }

    private static UploadRecord upload(ResultSet row, int number) throws SQLException {
        return new UploadRecord(
                row.getString("id"),
                row.getString("owner_id"),
                row.getString("project_id"),
                row.getString("file_name"),
                row.getLong("size"),
                row.getLong("received"),
                row.getString("sha256"),
                row.getString("image_id"),
                Database.instant(row.getLong("created_at")),
                Database.instant(row.getLong("touched_at")));
    }
}
