package io.pando.machine;

import io.pando.access.Reach;
import io.pando.api.Certificate;
import io.pando.api.Copy;
import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.database.Database;
import io.pando.host.HostTenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Machines in the database. */
@Component
class MachineStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Clock clock;

    MachineStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** False when the owner has a machine of that name already. */
    boolean insert(MachineRecord machine) {
        return database.writer()
                        .sql("""
                        INSERT INTO machine (id, name, owner_id, project_id, host_id, image_id, copy, vcpus, memory_mib, state, domain_name,
                                             domain_uuid, disk, mac, generation_id, serial, hostname, account, guest_access,
                                             login_name, login_secret, addresses, created_at, labels, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?, ?) ON CONFLICT DO NOTHING""")
                        .param(machine.id())
                        .param(machine.name())
                        .param(machine.ownerId())
                        .param(machine.projectId())
                        .param(machine.hostId())
                        .param(machine.imageId())
                        .param(machine.copy().name())
                        .param(machine.vcpus())
                        .param(machine.memoryMiB())
                        .param(machine.state().name())
                        .param(machine.domainName())
                        .param(machine.domainUuid().toString())
                        .param(machine.disk())
                        .param(machine.mac())
                        .param(machine.generationId().toString())
                        .param(machine.serial())
                        .param(machine.hostname())
                        .param(machine.account())
                        .param(machine.guestAccess().name())
                        .param(machine.loginName())
                        .param(machine.loginSecret())
                        .param(Database.micros(machine.createdAt()))
                        .param(JSON.writeValueAsString(machine.labels()))
                        .param(Database.microsOrNull(machine.expiresAt()))
                        .update()
                == 1;
    }

    // --- looking

    Optional<MachineRecord> find(String id) {
        return one(database.reader(), "id = ?", id);
    }

    /** Sees what the present transaction has changed, too. */
    Optional<MachineRecord> findNow(String id) {
        return one(database.writer(), "id = ?", id);
    }

    Optional<MachineRecord> findByDomain(UUID domain) {
        return one(database.writer(), "domain_uuid = ?", domain.toString());
    }

    private static Optional<MachineRecord> one(JdbcClient client, String condition, String value) {
        return client.sql("SELECT * FROM machine WHERE " + condition)
                .param(value)
                .query(MachineStore::machine)
                .optional();
    }

    boolean nameTaken(String ownerId, String name) {
        return database.writer()
                        .sql("SELECT count(*) FROM machine WHERE owner_id = ? AND name = ? AND state <> 'DELETED'")
                        .params(ownerId, name)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Those that are somebody's. */
    List<MachineRecord> onHost(String hostId) {
        return database.writer()
                .sql(
                        "SELECT * FROM machine WHERE host_id = ? AND state <> 'DELETED' AND owner_id <> '' ORDER BY created_at")
                .param(hostId)
                .query(MachineStore::machine)
                .list();
    }

    /** Those on a host that are somebody's and whose domains may be running. */
    List<MachineRecord> mayBeOn(String hostId) {
        return database.reader()
                .sql(
                        "SELECT * FROM machine WHERE host_id = ? AND state IN ('RUNNING', 'PROVISIONING') AND owner_id <> '' ORDER BY created_at")
                .param(hostId)
                .query(MachineStore::machine)
                .list();
    }

    /** The other machines made from the same image of which an identity was read, newest first. */
    List<Certification.Relative> siblings(MachineRecord machine, int most) {
        return database.reader()
                .sql("""
                        SELECT m.name AS name, c.identity AS identity
                        FROM machine m JOIN machine_certificate c ON c.machine_id = m.id
                        WHERE m.image_id = ? AND m.id <> ? AND m.state <> 'DELETED' ORDER BY m.created_at DESC LIMIT ?""")
                .params(machine.imageId(), machine.id(), most)
                .query((row, number) -> new Certification.Relative(
                        row.getString("name"), JSON.readValue(row.getString("identity"), Identity.class)))
                .list();
    }

    Optional<Certificate> certificate(String id) {
        return database.reader()
                .sql("SELECT certificate FROM machine_certificate WHERE machine_id = ?")
                .param(id)
                .query((row, number) -> JSON.readValue(row.getString("certificate"), Certificate.class))
                .optional();
    }

    List<MachineRecord> list(MachineFilter filter, int limit, int offset) {
        String order = " ORDER BY " + filter.order();
        // The ids of a page come from an index alone; whole rows are read only of those that are on it.
        return filtered(
                        "SELECT * FROM machine WHERE id IN (SELECT id",
                        filter,
                        order + " LIMIT :limit OFFSET :offset)" + order)
                .param("limit", limit)
                .param("offset", offset)
                .query(MachineStore::machine)
                .list();
    }

    long count(MachineFilter filter) {
        return filtered("SELECT count(*)", filter, "").query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String select, MachineFilter filter, String order) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder sql =
                new StringBuilder(select).append(" FROM machine WHERE state <> 'DELETED' AND owner_id <> ''");
        if (filter.reach().limited()) {
            sql.append(" AND project_id IN (:projects)");
            parameters.put("projects", filter.reach().ids());
        }
        if (filter.ownerId() != null) {
            sql.append(" AND owner_id = :owner");
            parameters.put("owner", filter.ownerId());
        }
        if (filter.name() != null) {
            sql.append(" AND name = :name");
            parameters.put("name", filter.name());
        }
        if (filter.query() != null) {
            sql.append(" AND (name LIKE :query ESCAPE '!' OR addresses LIKE :query ESCAPE '!')");
            parameters.put("query", Database.containing(filter.query()));
        }
        if (filter.imageId() != null) {
            sql.append(" AND image_id = :image");
            parameters.put("image", filter.imageId());
        }
        if (!filter.states().isEmpty()) {
            sql.append(" AND state IN (:states)");
            parameters.put("states", filter.states().stream().map(Enum::name).toList());
        }
        int number = 0;
        for (String label : filter.labels()) {
            // Labels have none of the characters that JSON would write in another way.
            sql.append(" AND labels LIKE :label%d ESCAPE '!'".formatted(number));
            parameters.put("label" + number++, "%%\"%s\"%%".formatted(label.replaceAll("([!%_])", "!$1")));
        }
        JdbcClient.StatementSpec statement =
                database.reader().sql(sql.append(order).toString());
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            statement = statement.param(parameter.getKey(), parameter.getValue());
        }
        return statement;
    }

    Map<String, Integer> countByImage(Collection<String> imageIds) {
        if (imageIds.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> counts = new HashMap<>();
        database.reader().sql("""
                        SELECT image_id, count(*) AS machines FROM machine
                        WHERE image_id IN (:images) AND state <> 'DELETED' AND owner_id <> '' GROUP BY image_id""").param("images", imageIds).query(row -> {
            counts.put(row.getString("image_id"), row.getInt("machines"));
        });
        return counts;
    }

    int countNow(String imageId) {
        return database.writer()
                .sql("SELECT count(*) FROM machine WHERE image_id = ? AND state <> 'DELETED' AND owner_id <> ''")
                .param(imageId)
                .query(Integer.class)
                .single();
    }

    /** Names of machines that an account or a project has; the column is one of the two. */
    List<String> names(String column, String id, int most) {
        return database.writer()
                .sql("SELECT name FROM machine WHERE %s = ? AND state <> 'DELETED' ORDER BY name LIMIT ?"
                        .formatted(column))
                .params(id, most)
                .query(String.class)
                .list();
    }

    HostTenants.Tenancy tenancy(String hostId) {
        return database.writer()
                .sql(TENANCY.formatted("", "AND host_id = ?", ""))
                .param(hostId)
                .query(MachineStore::tenancy)
                .single();
    }

    /** By host id; hosts without machines are left out. */
    Map<String, HostTenants.Tenancy> tenancies() {
        Map<String, HostTenants.Tenancy> all = new HashMap<>();
        database.writer()
                .sql(TENANCY.formatted("host_id,", "", "GROUP BY host_id"))
                .query(row -> {
                    all.put(row.getString("host_id"), tenancy(row, 0));
                });
        return all;
    }

    /** Those that are being moved count on the other host, too. */
    private static final String TENANCY = """
            SELECT %s coalesce(sum(CASE WHEN owner_id <> '' THEN 1 ELSE 0 END), 0) AS machines,
                   coalesce(sum(CASE WHEN owner_id = '' AND state <> 'DELETING' THEN 1 ELSE 0 END), 0) AS warm,
                   coalesce(sum(CASE WHEN state = 'RUNNING' THEN 1 ELSE 0 END), 0) AS running,
                   coalesce(sum(CASE WHEN starting = 1 OR state IN ('DEFINED', 'PROVISIONING', 'RUNNING') THEN vcpus ELSE 0 END), 0) AS vcpus,
                   coalesce(sum(CASE WHEN starting = 1 OR state IN ('DEFINED', 'PROVISIONING', 'RUNNING') THEN memory_mib ELSE 0 END), 0)
                       AS memory_mib
            FROM (SELECT host_id, owner_id, state, starting, vcpus, memory_mib FROM machine
                  UNION ALL
                  SELECT CASE WHEN m.host_id = v.target_id THEN v.source_id ELSE v.target_id END,
                      m.owner_id, m.state, m.starting, m.vcpus, m.memory_mib
                  FROM machine_move v JOIN machine m ON m.id = v.machine_id) AS there
            WHERE state <> 'DELETED' %s %s""";

    private static HostTenants.Tenancy tenancy(ResultSet row, int number) throws SQLException {
        return new HostTenants.Tenancy(
                row.getInt("machines"),
                row.getInt("running"),
                row.getInt("vcpus"),
                row.getLong("memory_mib") << 20,
                row.getInt("warm"));
    }

    /** Bytes that full copies which are on their way may come to take, and disks of machines that are being moved, by host id. */
    Map<String, Long> promisedDisk() {
        Map<String, Long> promised = new HashMap<>();
        database.writer().sql("""
                        SELECT m.host_id, sum(d.size) AS bytes FROM machine m JOIN machine_disk d ON d.machine_id = m.id
                        WHERE m.copy = 'FULL' AND m.state IN ('DEFINED', 'PROVISIONING') GROUP BY m.host_id""").query(row -> {
            promised.put(row.getString("host_id"), row.getLong("bytes"));
        });
        database.writer().sql("""
                        SELECT v.target_id AS host_id, sum(v.bytes) AS bytes FROM machine_move v
                        JOIN machine m ON m.id = v.machine_id AND m.host_id = v.source_id GROUP BY v.target_id""").query(row -> {
            promised.merge(row.getString("host_id"), row.getLong("bytes"), Long::sum);
        });
        return promised;
    }

    /** Ids of images that machines which are being made are made from, by host id. */
    Map<String, Set<String>> imagesComing() {
        Map<String, Set<String>> coming = new HashMap<>();
        database.writer()
                .sql("SELECT DISTINCT host_id, image_id FROM machine WHERE state IN ('DEFINED', 'PROVISIONING')")
                .query(row -> {
                    coming.computeIfAbsent(row.getString("host_id"), absent -> new HashSet<>())
                            .add(row.getString("image_id"));
                });
        return coming;
    }

    /** Ids of images that machines on a host, or on their way from or to it, were made from, as the present transaction sees it. */
    List<String> imagesOn(String hostId) {
        return database.writer()
                .sql("""
                        SELECT image_id FROM machine WHERE host_id = ? AND state <> 'DELETED'
                        UNION SELECT m.image_id FROM machine_move v JOIN machine m ON m.id = v.machine_id
                        WHERE v.source_id = ? OR v.target_id = ?""")
                .params(hostId, hostId, hostId)
                .query(String.class)
                .list();
    }

    /** What is being deleted is no company any more. */
    private static final String LABELLED =
            "SELECT host_id, project_id, labels FROM machine WHERE labels <> '[]' AND state NOT IN ('DELETING', 'DELETED')";

    /**
     * Labels of the machines of a project and how many on each host have each, by host id; as the present transaction sees it.
     *
     * <p>One question for all hosts.
     */
    Map<String, NavigableMap<String, Integer>> labelsByHost(String projectId) {
        return labelsByHost(
                database.writer().sql(LABELLED + " AND project_id = ?").param(projectId), (label, project) -> label);
    }

    /** Labels of all machines, each with its project before it, and how many on each host have each, by host id. */
    Map<String, NavigableMap<String, Integer>> labelsByHost() {
        return labelsByHost(database.reader().sql(LABELLED), MachineStore::labelWithin);
    }

    /** A label that machines of no other project have. */
    static String labelWithin(String label, String projectId) {
        return projectId + "/" + label;
    }

    private static Map<String, NavigableMap<String, Integer>> labelsByHost(
            JdbcClient.StatementSpec machines, BinaryOperator<String> name) {
        Map<String, NavigableMap<String, Integer>> all = new HashMap<>();
        machines.query(row -> {
            NavigableMap<String, Integer> there =
                    all.computeIfAbsent(row.getString("host_id"), host -> new TreeMap<>());
            String project = row.getString("project_id");
            strings(row, "labels").forEach(label -> there.merge(name.apply(label, project), 1, Integer::sum));
        });
        return all;
    }

    /** Labels of the machines within reach, and how many have each. */
    NavigableMap<String, Integer> labels(Reach reach) {
        JdbcClient.StatementSpec statement = database.reader()
                .sql("SELECT labels, count(*) AS machines FROM machine WHERE labels <> '[]' AND state <> 'DELETED'"
                        + (reach.limited() ? " AND project_id IN (:projects)" : "") + " GROUP BY labels");
        NavigableMap<String, Integer> counts = new TreeMap<>();
        (reach.limited() ? statement.param("projects", reach.ids()) : statement).query(row -> {
            int machines = row.getInt("machines");
            strings(row, "labels").forEach(label -> counts.merge(label, machines, Integer::sum));
        });
        return counts;
    }

    /**
     * Those that run although their time is over, the longest so first.
     *
     * @param triedBefore leaves those out that were tried to suspend later than that
     */
    List<MachineRecord> runningOver(Instant now, Instant triedBefore, int most) {
        return database.reader()
                .sql("SELECT * FROM machine WHERE " + RUNS_OVER + " ORDER BY expires_at, id LIMIT ?")
                .params(Database.micros(now), Database.micros(triedBefore), most)
                .query(MachineStore::machine)
                .list();
    }

    private static final String RUNS_OVER =
            "state = 'RUNNING' AND expires_at <= ? AND (end_tried_at IS NULL OR end_tried_at <= ?)";

    // --- changing

    void label(String id, List<String> labels) {
        database.writer()
                .sql("UPDATE machine SET labels = ? WHERE id = ?")
                .params(
                        JSON.writeValueAsString(
                                labels.stream().distinct().sorted().toList()),
                        id)
                .update();
    }

    /** @param expiresAt null for never */
    void recordEnd(String id, @Nullable Instant expiresAt) {
        database.writer()
                .sql("UPDATE machine SET expires_at = ?, end_tried_at = NULL WHERE id = ?")
                .param(Database.microsOrNull(expiresAt))
                .param(id)
                .update();
    }

    /** False when it has more time by now, does not run, or somebody else tries it. */
    boolean claimEnd(String id, Instant now, Instant triedBefore) {
        return database.writer()
                        .sql("UPDATE machine SET end_tried_at = ? WHERE id = ? AND " + RUNS_OVER)
                        .params(Database.micros(now), id, Database.micros(now), Database.micros(triedBefore))
                        .update()
                == 1;
    }

    /**
     * Moves a machine from one state to another, in one statement that checks the old one.
     *
     * @param problem why, when it failed; null otherwise
     * @return false when it was in another state by then
     * @throws IllegalArgumentException when the one may never follow the other
     */
    boolean move(String id, MachineState from, MachineState to, @Nullable String problem) {
        if (!from.mayBecome(to)) {
            throw new IllegalArgumentException("A machine never goes from %s to %s".formatted(from, to));
        }
        return database.writer()
                        .sql("UPDATE machine SET state = ?, state_seen_at = ?, problem = ? WHERE id = ? AND state = ?")
                        .param(to.name())
                        .param(now())
                        .param(problem)
                        .param(id)
                        .param(from.name())
                        .update()
                == 1;
    }

    /** Promises a machine its host's room although it does not run, or takes that back: what runs has it anyway. */
    void starting(String id, boolean promised) {
        database.writer()
                .sql("UPDATE machine SET starting = ? WHERE id = ?")
                .params(promised ? 1 : 0, id)
                .update();
    }

    /** From now on it is on another host. One that is there already is left as it is. */
    void moveHost(String id, String from, String to) {
        database.writer()
                .sql("UPDATE machine SET host_id = ?, addresses = '[]' WHERE id = ? AND host_id = ?")
                .params(to, id, from)
                .update();
    }

    /** False when the owner has another machine of that name by now. */
    boolean rename(String id, String name, String domainName) {
        return database.writer().sql("""
                        UPDATE machine SET name = ?, domain_name = ? WHERE id = ? AND NOT EXISTS (
                            SELECT 1 FROM machine other WHERE other.owner_id = machine.owner_id AND other.name = ?
                                AND other.id <> machine.id AND other.state <> 'DELETED')""").params(name, domainName, id, name).update() == 1;
    }

    /** Gives a machine that is nobody's to somebody. False when they have another machine of that name by now. */
    boolean claim(MachineRecord machine) {
        return database.writer()
                        .sql("""
                        UPDATE machine SET name = :name, owner_id = :owner, project_id = :project, domain_name = :domain,
                            hostname = :hostname, account = :account, created_at = :created,
                            labels = :labels, expires_at = :expires
                        WHERE id = :id AND owner_id = '' AND NOT EXISTS (
                            SELECT 1 FROM machine other WHERE other.owner_id = :owner AND other.name = :name
                                AND other.state <> 'DELETED')""")
                        .param("id", machine.id())
                        .param("name", machine.name())
                        .param("owner", machine.ownerId())
                        .param("project", machine.projectId())
                        .param("domain", machine.domainName())
                        .param("hostname", machine.hostname())
                        .param("account", machine.account())
                        .param("created", Database.micros(machine.createdAt()))
                        .param("labels", JSON.writeValueAsString(machine.labels()))
                        .param("expires", Database.microsOrNull(machine.expiresAt()))
                        .update()
                == 1;
    }

    /** The host has confirmed the states of all machines on it whose domains it listed. */
    void confirmStates(String hostId) {
        database.writer()
                .sql(
                        "UPDATE machine SET state_seen_at = ? WHERE host_id = ? AND state IN ('RUNNING', 'STOPPED', 'SUSPENDED')")
                .params(now(), hostId)
                .update();
    }

    void recordAddresses(String id, List<String> addresses) {
        database.writer()
                .sql("UPDATE machine SET addresses = ? WHERE id = ?")
                .params(JSON.writeValueAsString(addresses), id)
                .update();
    }

    void recordCertificate(String id, Identity identity, Certificate certificate) {
        database.writer()
                .sql("""
                        INSERT INTO machine_certificate (machine_id, identity, certificate) VALUES (?, ?, ?)
                        ON CONFLICT (machine_id) DO UPDATE SET identity = excluded.identity, certificate = excluded.certificate""")
                .params(id, JSON.writeValueAsString(identity), JSON.writeValueAsString(certificate))
                .update();
    }

    void recordScreen(String id, Instant takenAt) {
        database.writer()
                .sql("UPDATE machine SET screen_at = ? WHERE id = ?")
                .params(Database.micros(takenAt), id)
                .update();
    }

    private long now() {
        return Database.micros(clock.instant());
    }

    static MachineRecord machine(ResultSet row, int number) throws SQLException {
        return new MachineRecord(
                row.getString("id"),
                row.getString("name"),
                row.getString("owner_id"),
                row.getString("project_id"),
                row.getString("host_id"),
                row.getString("image_id"),
                Copy.valueOf(row.getString("copy")),
                row.getInt("vcpus"),
                row.getInt("memory_mib"),
                MachineState.valueOf(row.getString("state")),
                Database.instantOrNull((Number) row.getObject("state_seen_at")),
                row.getString("problem"),
                row.getString("domain_name"),
                UUID.fromString(row.getString("domain_uuid")),
                row.getString("disk"),
                row.getString("mac"),
                UUID.fromString(row.getString("generation_id")),
                row.getString("serial"),
                row.getString("hostname"),
                row.getString("account"),
                GuestAccess.valueOf(row.getString("guest_access")),
                row.getString("login_name"),
                row.getString("login_secret"),
                strings(row, "addresses"),
                Database.instantOrNull((Number) row.getObject("screen_at")),
                Database.instant(row.getLong("created_at")),
                strings(row, "labels"),
                Database.instantOrNull((Number) row.getObject("expires_at")));
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return JSON.readValue(row.getString(column), new TypeReference<List<String>>() {});
    }
}
