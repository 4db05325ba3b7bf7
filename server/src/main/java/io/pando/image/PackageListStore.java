package io.pando.image;

import io.pando.api.KnownPackages.Source;
import io.pando.database.Database;
import io.pando.matching.PackageNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which packages there are for images, in the database. Images of one system share a list where theirs are the same. */
@Component
class PackageListStore {
    private final Database database;

    PackageListStore(Database database) {
        this.database = database;
    }

    /**
     * What is known for an image.
     *
     * @param sha256 of the list; null, as source and time, when nothing is
     * @param problem why asking failed the last time; null, as its time, when it did not
     */
    record Known(
            @Nullable String sha256,
            @Nullable Source source,
            @Nullable Instant knownAt,
            @Nullable String problem,
            @Nullable Instant failedAt) {}

    /** Keeps a list in place of what was known before. Within the caller's transaction. */
    void put(String imageId, PackageNames names, Source source, Instant now) {
        byte[] lines = names.lines();
        String sha256 = sha256(lines);
        JdbcClient writer = database.writer();
        writer.sql("INSERT INTO package_list (sha256, names, packed) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING")
                .params(sha256, names.size(), packed(lines))
                .update();
        writer.sql("""
                        INSERT INTO image_package_list (image_id, sha256, source, known_at, problem, failed_at)
                        VALUES (?, ?, ?, ?, NULL, NULL)
                        ON CONFLICT (image_id) DO UPDATE SET sha256 = excluded.sha256, source = excluded.source,
                            known_at = excluded.known_at, problem = NULL, failed_at = NULL""")
                .params(imageId, sha256, source.name(), Database.micros(now))
                .update();
        forgetUnused();
    }

    /** What is known stays. */
    void putFailure(String imageId, String problem, Instant now) {
        database.writer()
                .sql("""
                        INSERT INTO image_package_list (image_id, problem, failed_at) VALUES (?, ?, ?)
                        ON CONFLICT (image_id) DO UPDATE SET problem = excluded.problem, failed_at = excluded.failed_at""")
                .params(imageId, problem, Database.micros(now))
                .update();
    }

    /** What is known for one image is known for another one of the same system, too. */
    void inherit(String imageId, String fromImageId) {
        database.writer().sql("""
                        INSERT INTO image_package_list (image_id, sha256, source, known_at)
                        SELECT ?, sha256, source, known_at FROM image_package_list WHERE image_id = ? AND sha256 IS NOT NULL
                        ON CONFLICT (image_id) DO NOTHING""").params(imageId, fromImageId).update();
    }

    void forget(String imageId) {
        database.writer()
                .sql("DELETE FROM image_package_list WHERE image_id = ?")
                .param(imageId)
                .update();
        forgetUnused();
    }

    private void forgetUnused() {
        database.writer().sql("""
                        DELETE FROM package_list WHERE NOT EXISTS (
                            SELECT 1 FROM image_package_list WHERE image_package_list.sha256 = package_list.sha256)""").update();
    }

    /** As the present transaction sees it. */
    Optional<Known> findNow(String imageId) {
        return Optional.ofNullable(query(database.writer(), List.of(imageId)).get(imageId));
    }

    /** By image; at most 1,000 of them. */
    Map<String, Known> find(Collection<String> imageIds) {
        return query(database.reader(), imageIds);
    }

    private static Map<String, Known> query(JdbcClient client, Collection<String> imageIds) {
        Map<String, Known> found = new HashMap<>();
        if (!imageIds.isEmpty()) {
            client.sql("SELECT * FROM image_package_list WHERE image_id IN (:ids)")
                    .param("ids", imageIds)
                    .query(row -> {
                        String sha256 = row.getString("sha256");
                        String problem = row.getString("problem");
                        found.put(
                                row.getString("image_id"),
                                new Known(
                                        sha256,
                                        sha256 == null ? null : Source.valueOf(row.getString("source")),
                                        sha256 == null ? null : Database.instant(row.getLong("known_at")),
                                        problem,
                                        problem == null ? null : Database.instant(row.getLong("failed_at"))));
                    });
        }
        return found;
    }

    /** A list that is kept; empty when it has just gone. */
    Optional<PackageNames> names(String sha256) {
        return database.reader()
                .sql("SELECT packed FROM package_list WHERE sha256 = ?")
                .param(sha256)
                .query((row, number) -> PackageNames.ofLines(unpacked(row.getBytes("packed"))))
                .optional();
    }

    private static byte[] packed(byte[] lines) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(lines);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static byte[] unpacked(byte[] packed) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String sha256(byte[] lines) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lines));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
