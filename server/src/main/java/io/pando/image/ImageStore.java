package io.pando.image;

import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.api.Image;
import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Images in the database. */
@Component
class ImageStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    ImageStore(Database database) {
        this.database = database;
    }

    /** False when the name is taken. */
    boolean insert(ImageRecord image) {
        return database.writer()
                        .sql("""
                        INSERT INTO image (id, name, description, state, owner_id, project_id, host_id, disk, guest_access, account_name,
                                           account_secret, vcpus, memory_mib, domain_uuid, domain_name, master_disk, mac, generation_id,
                                           serial, created_at, hardware)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING""")
                        .param(image.id())
                        .param(image.name())
                        .param(image.description())
                        .param(image.state().name())
                        .param(image.ownerId())
                        .param(image.projectId())
                        .param(image.hostId())
                        .param(image.disk())
                        .param(image.guestAccess().name())
                        .param(image.accountName())
                        .param(image.accountSecret())
                        .param(image.vcpus())
                        .param(image.memoryMiB())
                        .param(image.domainUuid().toString())
                        .param(image.domainName())
                        .param(image.masterDisk())
                        .param(image.mac())
                        .param(image.generationId().toString())
                        .param(image.serial())
                        .param(Database.micros(image.createdAt()))
                        .param(image.hardware() == null ? null : JSON.writeValueAsString(image.hardware()))
                        .update()
                == 1;
    }

    Optional<ImageRecord> find(String id) {
        return byId(database.reader(), id);
    }

    /** Names by id; those that are gone are left out. */
    Map<String, String> names(Collection<String> ids) {
        Map<String, String> names = new HashMap<>();
        List<String> distinct = List.copyOf(new HashSet<>(ids));
        for (int from = 0; from < distinct.size(); from += 1_000) {
            database.reader()
                    .sql("SELECT id, name FROM image WHERE id IN (:ids)")
                    .param("ids", distinct.subList(from, Math.min(from + 1_000, distinct.size())))
                    .query(row -> {
                        names.put(row.getString("id"), row.getString("name"));
                    });
        }
        return names;
    }

    Optional<ImageRecord> findNow(String id) {
        return byId(database.writer(), id);
    }

    private static Optional<ImageRecord> byId(JdbcClient client, String id) {
        return client.sql("SELECT * FROM image WHERE id = ?")
                .param(id)
                .query(ImageStore::image)
                .optional();
    }

    Optional<ImageRecord> findByName(String name) {
        return database.writer()
                .sql("SELECT * FROM image WHERE name = ?")
                .param(name)
                .query(ImageStore::image)
                .optional();
    }

    List<ImageRecord> list(ImageFilter filter, int limit, int offset) {
        return filtered("SELECT *", filter, " ORDER BY name LIMIT :limit OFFSET :offset")
                .param("limit", limit)
                .param("offset", offset)
                .query(ImageStore::image)
                .list();
    }

    long count(ImageFilter filter) {
        return filtered("SELECT count(*)", filter, "").query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String select, ImageFilter filter, String order) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder sql = new StringBuilder(select).append(" FROM image WHERE 1 = 1");
        if (filter.reach().limited()) {
            sql.append(
                    filter.everybodys()
                            ? " AND (project_id IS NULL OR project_id IN (:projects))"
                            : " AND project_id IN (:projects)");
            parameters.put("projects", filter.reach().ids());
        }
        if (filter.query() != null) {
            sql.append(" AND (lower(name) LIKE :query ESCAPE '!' OR lower(description) LIKE :query ESCAPE '!'"
                    + " OR lower(coalesce(os, '')) LIKE :query ESCAPE '!')");
            parameters.put("query", Database.containing(filter.query()));
        }
        if (filter.state() != null) {
            sql.append(" AND state = :state");
            parameters.put("state", filter.state().name());
        }
        JdbcClient.StatementSpec statement =
                database.reader().sql(sql.append(order).toString());
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            statement = statement.param(parameter.getKey(), parameter.getValue());
        }
        return statement;
    }

    List<String> namesOfProject(String projectId, int most) {
        return database.writer()
                .sql("SELECT name FROM image WHERE project_id = ? ORDER BY name LIMIT ?")
                .params(projectId, most)
                .query(String.class)
                .list();
    }

    /** Names of images whose own host it is. */
    List<String> namesOfHost(String hostId, int most) {
        return database.writer()
                .sql("SELECT name FROM image WHERE host_id = ? ORDER BY name LIMIT ?")
                .params(hostId, most)
                .query(String.class)
                .list();
    }

    /** Moves the state in one statement that checks the old one; false when it was another. */
    boolean move(String id, Image.State from, Image.State to, @Nullable String problem) {
        return database.writer()
                        .sql("UPDATE image SET state = ?, problem = ? WHERE id = ? AND state = ?")
                        .param(to.name())
                        .param(problem)
                        .param(id)
                        .param(from.name())
                        .update()
                == 1;
    }

    void recordDisk(String id, long virtualSize, long storedSize, String sha256) {
        database.writer()
                .sql("UPDATE image SET virtual_size = ?, stored_size = ?, sha256 = ? WHERE id = ?")
                .params(virtualSize, storedSize, sha256, id)
                .update();
    }

    /** Of a disk that came from no file. */
    void recordStored(String id, long virtualSize, long storedSize) {
        database.writer()
                .sql("UPDATE image SET virtual_size = ?, stored_size = ? WHERE id = ?")
                .params(virtualSize, storedSize, id)
                .update();
    }

    /** What an archive that was downloaded turned out to say; what the person asked for stays. */
    void recordHardware(String id, Image.ExportedHardware hardware, int vcpus, int memoryMiB) {
        database.writer()
                .sql("UPDATE image SET hardware = ?, vcpus = ?, memory_mib = ? WHERE id = ?")
                .params(JSON.writeValueAsString(hardware), vcpus, memoryMiB, id)
                .update();
    }

    void recordExamination(
            String id, GuestAccess found, double bootSeconds, @Nullable String operatingSystem, Identity identity) {
        database.writer()
                .sql("UPDATE image SET access_found = ?, boot_seconds = ?, os = ?, identity = ? WHERE id = ?")
                .param(found.name())
                .param(bootSeconds)
                .param(operatingSystem)
                .param(JSON.writeValueAsString(identity))
                .param(id)
                .update();
    }

    void delete(String id) {
        database.writer().sql("DELETE FROM image WHERE id = ?").param(id).update();
    }

    private static ImageRecord image(ResultSet row, int number) throws SQLException {
        String found = row.getString("access_found");
        String identity = row.getString("identity");
        String hardware = row.getString("hardware");
        return new ImageRecord(
                row.getString("id"),
                row.getString("name"),
                row.getString("description"),
                Image.State.valueOf(row.getString("state")),
                row.getString("owner_id"),
                row.getString("project_id"),
                row.getString("host_id"),
                row.getString("disk"),
                longOrNull(row, "virtual_size"),
                longOrNull(row, "stored_size"),
                row.getString("sha256"),
                row.getString("os"),
                GuestAccess.valueOf(row.getString("guest_access")),
                found == null ? null : GuestAccess.valueOf(found),
                row.getObject("boot_seconds") == null ? null : row.getDouble("boot_seconds"),
                row.getString("account_name"),
                row.getString("account_secret"),
                row.getInt("vcpus"),
                row.getInt("memory_mib"),
                UUID.fromString(row.getString("domain_uuid")),
                row.getString("domain_name"),
                row.getString("master_disk"),
                row.getString("mac"),
                UUID.fromString(row.getString("generation_id")),
                row.getString("serial"),
                identity == null ? null : JSON.readValue(identity, Identity.class),
                row.getString("problem"),
                Database.instant(row.getLong("created_at")),
                hardware == null ? null : JSON.readValue(hardware, Image.ExportedHardware.class));
    }

    private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column) instanceof Number number ? number.longValue() : null;
    }
}
