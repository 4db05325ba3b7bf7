package io.pando.audit;

import io.pando.api.AuditChain;
import io.pando.api.AuditHead;
import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import io.pando.database.Database;
import io.pando.secret.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The table of records, to which entries are only ever added. */
@Component
final class AuditStore {
    private final Database database;
    private final Secrets secrets;
    private final Clock clock;

    AuditStore(Database database, Secrets secrets, Clock clock) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Adds an entry at the end of the chain; within the caller's transaction where there is one. Others who add one wait until that
     * ends, so it is to be the last thing that a transaction does.
     */
    void append(AuditEntry entry) {
        database.inTransaction(() -> {
            AuditHead last = database.writer()
                    .sql("UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash")
                    .query((row, number) -> new AuditHead(row.getLong("seq"), row.getString("hash"), clock.instant()))
                    .single();
            AuditRecord open = entry.at(last.seq(), last.at().truncatedTo(ChronoUnit.MICROS), last.hash());
            String hash = AuditChain.hash(open);
            insert(open, hash);
            database.writer()
                    .sql("UPDATE audit_head SET hash = ?, seal = ? WHERE id = 1")
                    .params(hash, seal(last.seq(), hash))
                    .update();
        });
    }

    private void insert(AuditRecord record, String hash) {
        database.writer()
                .sql("""
                        INSERT INTO audit_record (seq, at, action, outcome, route, status, problem, detail, actor_id, actor_name,
                                                  credential_kind, credential_id, credential_name, address, object_type, object_id,
                                                  object_name, project_id, job_id, request_id, repeats, asked, before_change,
                                                  after_change, previous_hash, hash)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(record.seq())
                .param(Database.micros(record.at()))
                .param(record.action())
                .param(record.outcome().name())
                .param(record.route())
                .param(record.status())
                .param(record.problem())
                .param(record.detail())
                .param(record.actorId())
                .param(record.actorName())
                .param(record.credentialKind())
                .param(record.credentialId())
                .param(record.credentialName())
                .param(record.address())
                .param(record.objectType())
                .param(record.objectId())
                .param(record.objectName())
                .param(record.projectId())
                .param(record.jobId())
                .param(record.requestId())
                .param(record.repeats())
                .param(record.asked())
                .param(record.before())
                .param(record.after())
                .param(record.previousHash())
                .param(hash)
                .update();
    }

    /** The end of the chain, as noted. */
    SealedHead head() {
        return database.reader()
                .sql("SELECT seq, hash, seal FROM audit_head WHERE id = 1")
                .query((row, number) -> new SealedHead(
                        new AuditHead(row.getLong("seq"), row.getString("hash"), clock.instant()),
                        row.getString("seal")))
                .single();
    }

    /** Whether the end of the chain was noted by somebody who has the installation's key. */
    boolean genuine(SealedHead head) {
        return head.seal() == null
                ? head.head().seq() == 0
                : head.seal().equals(seal(head.head().seq(), head.head().hash()));
    }

    private String seal(long seq, String hash) {
        return secrets.fingerprint("audit head " + seq + " " + hash);
    }

    /** The next entries after that one, in order. */
    List<AuditRecord> after(long seq, int most) {
        return database.reader()
                .sql("SELECT * FROM audit_record WHERE seq > ? ORDER BY seq LIMIT ?")
                .params(seq, most)
                .query((row, number) -> record(row))
                .list();
    }

    /** Position of the last entry that is there, whatever is noted; 0 for none. */
    long last() {
        return database.reader()
                .sql("SELECT coalesce(max(seq), 0) FROM audit_record")
                .query(Long.class)
                .single();
    }

    Optional<AuditRecord> find(long seq) {
        return database.reader()
                .sql("SELECT * FROM audit_record WHERE seq = ?")
                .param(seq)
                .query((row, number) -> record(row))
                .optional();
    }

    /** Newest first. */
    List<AuditRecord> list(AuditFilter filter, int limit, int offset) {
        Clauses clauses = clauses(filter, null);
        return database.reader()
                .sql("SELECT * FROM audit_record" + clauses.text() + " ORDER BY seq DESC LIMIT :limit OFFSET :offset")
                .params(clauses.values())
                .param("limit", limit)
                .param("offset", offset)
                .query((row, number) -> record(row))
                .list();
    }

    /** Oldest first, from after an entry on. */
    List<AuditRecord> after(AuditFilter filter, long seq, int most) {
        Clauses clauses = clauses(filter, seq);
        return database.reader()
                .sql("SELECT * FROM audit_record" + clauses.text() + " ORDER BY seq LIMIT :limit")
                .params(clauses.values())
                .param("limit", most)
                .query((row, number) -> record(row))
                .list();
    }

    long count(AuditFilter filter) {
        Clauses clauses = clauses(filter, null);
        return database.reader()
                .sql("SELECT count(*) FROM audit_record" + clauses.text())
                .params(clauses.values())
                .query(Long.class)
                .single();
    }

    private static Clauses clauses(AuditFilter filter, @Nullable Long after) {
        Clauses clauses = new Clauses();
        AuditFilter.Viewer viewer = filter.viewer();
        if (viewer != null) {
            String own = "(actor_id = :viewer OR (object_type = 'user' AND object_id = :viewer))";
            String reached = viewer.only() == null ? own : "(" + own + " AND project_id = :viewerOnly)";
            clauses.and(
                    viewer.projects().isEmpty() ? reached : "(" + reached + " OR project_id IN (:viewerProjects))",
                    "viewer",
                    viewer.userId());
            if (viewer.only() != null) {
                clauses.values().put("viewerOnly", viewer.only());
            }
            if (!viewer.projects().isEmpty()) {
                clauses.values().put("viewerProjects", viewer.projects());
            }
        }
        clauses.and("(actor_id = :actor OR actor_name = :actor)", "actor", filter.actor());
        if (filter.action() != null) {
            clauses.and("(action = :action OR action LIKE :actions ESCAPE '!')", "action", filter.action());
            clauses.values().put("actions", filter.action().replaceAll("[!%_]", "!$0") + ".%");
        }
        clauses.and("object_type = :objectType", "objectType", filter.objectType());
        clauses.and("(object_id = :object OR object_name = :object)", "object", filter.object());
        clauses.and("project_id = :project", "project", filter.project());
        clauses.and("job_id = :job", "job", filter.job());
        clauses.and("request_id = :request", "request", filter.request());
        if (!filter.outcomes().isEmpty()) {
            clauses.and(
                    "outcome IN (:outcomes)",
                    "outcomes",
                    filter.outcomes().stream().map(AuditOutcome::name).toList());
        }
        clauses.and("at >= :from", "from", Database.microsOrNull(filter.from()));
        clauses.and("at < :to", "to", Database.microsOrNull(filter.to()));
        clauses.and("seq > :after", "after", after);
        return clauses;
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong("seq"),
                Database.instant(row.getLong("at")),
                row.getString("action"),
                AuditOutcome.valueOf(row.getString("outcome")),
                row.getString("route"),
                row.getObject("status") == null ? null : row.getInt("status"),
                row.getString("problem"),
                row.getString("detail"),
                row.getString("actor_id"),
                row.getString("actor_name"),
                row.getString("credential_kind"),
                row.getString("credential_id"),
                row.getString("credential_name"),
                row.getString("address"),
                row.getString("object_type"),
                row.getString("object_id"),
                row.getString("object_name"),
                row.getString("project_id"),
                row.getObject("job_id") == null ? null : row.getLong("job_id"),
                row.getString("request_id"),
                row.getLong("repeats"),
                row.getString("asked"),
                row.getString("before_change"),
                row.getString("after_change"),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    /**
     * The noted end of the chain.
     *
     * @param seal null only while there is no entry
     */
    record SealedHead(AuditHead head, @Nullable String seal) {}

    /** Conditions, all of which must hold, and their parameters. */
    private record Clauses(StringBuilder text, Map<String, @Nullable Object> values) {
        Clauses() {
            this(new StringBuilder(), new HashMap<>());
        }

        /** Adds a condition, unless there is no value for it. */
        void and(String condition, String name, @Nullable Object value) {
            if (value != null) {
                text.append(text.isEmpty() ? " WHERE " : " AND ").append(condition);
                values.put(name, value);
            }
        }
    }
}
