package io.pando.image;

import io.pando.api.ImageInspection;
import io.pando.api.InstalledPackage;
import io.pando.database.Database;
import io.pando.paging.Paging;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is on images' disks, in the database. */
@Component
class InspectionStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    InspectionStore(Database database) {
        this.database = database;
    }

    /** Writes what was found, in place of what was written before. Within the caller's transaction. */
    void put(String imageId, ImageInspection found, List<InstalledPackage> packages) {
        JdbcClient writer = database.writer();
        writer.sql("""
                        INSERT INTO image_inspection (image_id, inspected_at, problem, contents) VALUES (?, ?, ?, ?)
                        ON CONFLICT (image_id) DO UPDATE SET inspected_at = excluded.inspected_at, problem = excluded.problem,
                            contents = excluded.contents""")
                .param(imageId)
                .param(Database.micros(found.inspectedAt()))
                .param(found.problem())
                .param(found.contents() == null ? null : JSON.writeValueAsString(found.contents()))
                .update();
        writer.sql("DELETE FROM image_package WHERE image_id = ?")
                .param(imageId)
                .update();
        for (InstalledPackage installed : packages) {
            // Broken lists name one twice.
            writer.sql("""
                            INSERT INTO image_package (image_id, name, version, architecture) VALUES (?, ?, ?, ?)
                            ON CONFLICT (image_id, name, version, architecture) DO NOTHING""")
                    .params(imageId, installed.name(), installed.version(), installed.architecture())
                    .update();
        }
    }

    Optional<ImageInspection> find(String imageId) {
        return database.reader()
                .sql("SELECT inspected_at, problem, contents FROM image_inspection WHERE image_id = ?")
                .param(imageId)
                .query((row, number) -> new ImageInspection(
                        Database.instant(row.getLong("inspected_at")),
                        row.getString("problem"),
                        contents(row.getString("contents"))))
                .optional();
    }

    private static ImageInspection.@Nullable Contents contents(@Nullable String json) {
        return json == null ? null : JSON.readValue(json, ImageInspection.Contents.class);
    }

    /** By image; at most 1,000 of them. Nothing of those of which nothing is known. */
    Map<String, ImageInspection.Contents> contents(Collection<String> imageIds) {
        Map<String, ImageInspection.Contents> found = new HashMap<>();
        if (!imageIds.isEmpty()) {
            database.reader()
                    .sql(
                            "SELECT image_id, contents FROM image_inspection WHERE contents IS NOT NULL AND image_id IN (:ids)")
                    .param("ids", imageIds)
                    .query(row -> {
                        found.put(
                                row.getString("image_id"),
                                JSON.readValue(row.getString("contents"), ImageInspection.Contents.class));
                    });
        }
        return found;
    }

    /** Which of some packages are installed, by image; at most 1,000 images. */
    Map<String, Set<String>> installed(Collection<String> imageIds, Collection<String> packages) {
        Map<String, Set<String>> found = new HashMap<>();
        if (!imageIds.isEmpty() && !packages.isEmpty()) {
            database.reader()
                    .sql("SELECT image_id, name FROM image_package WHERE name IN (:names) AND image_id IN (:ids)")
                    .param("names", packages)
                    .param("ids", imageIds)
                    .query(row -> {
                        found.computeIfAbsent(row.getString("image_id"), image -> new HashSet<>())
                                .add(row.getString("name"));
                    });
        }
        return found;
    }

    /** @param query part of the name; null for all */
    List<InstalledPackage> packages(String imageId, @Nullable String query, Paging paging) {
        return filtered(
                        "SELECT name, version, architecture",
                        imageId,
                        query,
                        " ORDER BY name, version, architecture LIMIT :limit OFFSET :offset")
                .param("limit", paging.limit())
                .param("offset", paging.offset())
                .query((row, number) -> new InstalledPackage(
                        row.getString("name"), row.getString("version"), row.getString("architecture")))
                .list();
    }

    long count(String imageId, @Nullable String query) {
        return filtered("SELECT count(*)", imageId, query, "").query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String select, String imageId, @Nullable String query, String order) {
        Map<String, Object> parameters = new HashMap<>(Map.of("image", imageId));
        String where = " FROM image_package WHERE image_id = :image";
        if (query != null) {
            where += " AND lower(name) LIKE :query ESCAPE '!'";
            parameters.put("query", Database.containing(query));
        }
        return database.reader().sql(select + where + order).params(parameters);
    }

    void forget(String imageId) {
        for (String table : List.of("image_inspection", "image_package")) {
            database.writer()
                    .sql("DELETE FROM " + table + " WHERE image_id = ?")
                    .param(imageId)
                    .update();
        }
    }
}
