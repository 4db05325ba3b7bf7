package io.pando.host;

import io.pando.api.Host;
import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Hosts in the database. */
@Component
class HostStore {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private final Database database;
    private final Clock clock;

    HostStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The host of that name, made where there is none; its address becomes the given one. */
    HostRecord ensure(String name, String uri) {
        return database.writer()
                .sql("""
                        INSERT INTO host (id, name, uri, acceleration, acceleration_explanation, created_at)
                        VALUES (?, ?, ?, 'UNKNOWN', 'Not looked at yet.', ?)
                        ON CONFLICT (name) DO UPDATE SET uri = excluded.uri RETURNING *""")
                .params(UUID.randomUUID().toString(), name, uri, Database.micros(clock.instant()))
                .query(HostStore::host)
                .single();
    }

    List<HostRecord> list() {
        return database.reader()
                .sql("SELECT * FROM host ORDER BY name")
                .query(HostStore::host)
                .list();
    }

    Optional<HostRecord> find(String id) {
        return database.reader()
                .sql("SELECT * FROM host WHERE id = ?")
                .param(id)
                .query(HostStore::host)
                .optional();
    }

    Optional<HostRecord> findNow(String id) {
        return database.writer()
                .sql("SELECT * FROM host WHERE id = ?")
                .param(id)
                .query(HostStore::host)
                .optional();
    }

    /** Whether each host there is takes no new machines, by host id, as the present transaction sees it. */
    Map<String, Boolean> drainedNow() {
        Map<String, Boolean> drained = new HashMap<>();
        database.writer().sql("SELECT id, drained FROM host").query(row -> {
            drained.put(row.getString("id"), row.getInt("drained") != 0);
        });
        return drained;
    }

    /** Whether no other server can write here. */
    boolean alone() {
        return database.embedded();
    }

    /** Empty when there is a host of that name already. */
    Optional<HostRecord> insert(String name, String uri, List<String> labels, HostRecord.Own own) {
        return database.writer()
                .sql("""
                        INSERT INTO host (id, name, uri, acceleration, acceleration_explanation, created_at, labels,
                                          pool, pool_path, network, network_cidr)
                        VALUES (?, ?, ?, 'UNKNOWN', 'Not looked at yet.', ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING RETURNING *""")
                .param(UUID.randomUUID().toString())
                .param(name)
                .param(uri)
                .param(Database.micros(clock.instant()))
                .param(JSON.writeValueAsString(labels))
                .param(own.pool())
                .param(own.poolPath())
                .param(own.network())
                .param(own.networkCidr())
                .query(HostStore::host)
                .optional();
    }

    void label(String id, List<String> labels) {
        database.writer()
                .sql("UPDATE host SET labels = ? WHERE id = ?")
                .params(JSON.writeValueAsString(labels), id)
                .update();
    }

    void drain(String id, boolean drained) {
        database.writer()
                .sql("UPDATE host SET drained = ? WHERE id = ?")
                .params(drained ? 1 : 0, id)
                .update();
    }

    void delete(String id) {
        database.writer().sql("DELETE FROM host WHERE id = ?").param(id).update();
    }

    /** One look at a host. */
    record Look(String id, HostFacts facts, Instant at) {}

    /** Writes down what was seen of several hosts, in one transaction: there may be thousands, and each transaction waits for the disk. */
    void recordFacts(Collection<Look> looks) {
        database.inTransaction(() -> looks.forEach(look -> database.writer()
                .sql("UPDATE host SET facts = ?, last_answer_at = ? WHERE id = ?")
                .params(JSON.writeValueAsString(look.facts()), Database.micros(look.at()), look.id())
                .update()));
    }

    void recordAcceleration(String id, Host.Acceleration.Kind kind, String explanation, String fingerprint) {
        database.writer()
                .sql("""
                        UPDATE host SET acceleration = ?, acceleration_explanation = ?, acceleration_checked_at = ?,
                               acceleration_fingerprint = ? WHERE id = ?""")
                .params(kind.name(), explanation, Database.micros(clock.instant()), fingerprint, id)
                .update();
    }

    private static HostRecord host(ResultSet row, int number) throws SQLException {
        String facts = row.getString("facts");
        return new HostRecord(
                row.getString("id"),
                row.getString("name"),
                row.getString("uri"),
                facts == null ? null : JSON.readValue(facts, HostFacts.class),
                Database.instantOrNull((Number) row.getObject("last_answer_at")),
                new Host.Acceleration(
                        Host.Acceleration.Kind.valueOf(row.getString("acceleration")),
                        row.getString("acceleration_explanation"),
                        Database.instantOrNull((Number) row.getObject("acceleration_checked_at"))),
                row.getString("acceleration_fingerprint"),
                JSON.readValue(row.getString("labels"), STRINGS),
                row.getInt("drained") != 0,
                new HostRecord.Own(
                        row.getString("pool"),
                        row.getString("pool_path"),
                        row.getString("network"),
                        row.getString("network_cidr")));
    }
}
