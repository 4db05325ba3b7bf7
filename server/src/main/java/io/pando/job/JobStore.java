package io.pando.job;

import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The journal in the database. Every change to a job that works names the fence it was taken up with. */
@Component
class JobStore {
    private static final String ACTIVE = "('QUEUED', 'RUNNING', 'UNDOING')";

    private final Database database;
    private final Clock clock;

    JobStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    // --- putting jobs in

    long insert(JobSubmission<?> submission, List<? extends Step<?>> steps) {
        IdempotencyKey key = submission.key();
        long id = database.writer()
                .sql("""
                        INSERT INTO job (kind, title, state, owner_id, project_id, subject_type, subject_id, subject_name, variant, request, plan,
                                         memory, fence, cancel_requested, idempotency_key, request_hash, created_at)
                        VALUES (:kind, :title, 'QUEUED', :owner, :project, :subjectType, :subjectId, :subjectName, :variant, :request,
                                :plan, '{}', 0, 0, :key, :hash, :now)
                        RETURNING id""")
                .param("kind", submission.kind())
                .param("title", submission.title())
                .param("owner", submission.ownerId())
                .param("project", submission.projectId(), Types.VARCHAR)
                .param("subjectType", submission.subject().type())
                .param("subjectId", submission.subject().id())
                .param("subjectName", submission.subject().name())
                .param("variant", submission.variant())
                .param("request", Json.write(submission.request()))
                .param("plan", submission.plan() == null ? null : Json.write(submission.plan()))
                .param("key", key == null ? null : key.key())
                .param("hash", key == null ? null : key.requestHash())
                .param("now", now())
                .query(Long.class)
                .single();
        for (int ordinal = 0; ordinal < steps.size(); ordinal++) {
            database.writer()
                    .sql("""
                            INSERT INTO job_step (job_id, ordinal, name, title, state, percent, attempts)
                            VALUES (?, ?, ?, ?, 'PENDING', 0, 0)""")
                    .params(
                            id,
                            ordinal,
                            steps.get(ordinal).name(),
                            steps.get(ordinal).title())
                    .update();
        }
        return id;
    }

    // --- looking

    Optional<JobRecord> find(long id) {
        return find(database.reader(), id);
    }

    /** Sees what the present transaction has changed, too. */
    Optional<JobRecord> findNow(long id) {
        return find(database.writer(), id);
    }

    private static Optional<JobRecord> find(JdbcClient client, long id) {
        return client.sql("SELECT * FROM job WHERE id = ?")
                .param(id)
                .query(JobStore::job)
                .optional();
    }

    Optional<JobRecord> findByKey(String ownerId, String key) {
        return database.writer()
                .sql("SELECT * FROM job WHERE owner_id = ? AND idempotency_key = ?")
                .params(ownerId, key)
                .query(JobStore::job)
                .optional();
    }

    Optional<String> requestHash(long id) {
        return database.writer()
                .sql("SELECT request_hash FROM job WHERE id = ?")
                .param(id)
                .query(String.class)
                .optional();
    }

    Optional<JobRecord> activeOn(String subjectType, String subjectId) {
        return database.writer()
                .sql("SELECT * FROM job WHERE subject_type = ? AND subject_id = ? AND state IN " + ACTIVE)
                .params(subjectType, subjectId)
                .query(JobStore::job)
                .optional();
    }

    /** The newest job of each of these subjects. */
    List<JobRecord> newestOf(Collection<String> subjectIds) {
        if (subjectIds.isEmpty()) {
            return List.of();
        }
        return database.reader()
                .sql("""
                        SELECT * FROM job WHERE id IN
                        (SELECT max(id) FROM job WHERE subject_id IN (:subjects) GROUP BY subject_id)""")
                .param("subjects", subjectIds)
                .query(JobStore::job)
                .list();
    }

    List<JobRecord> list(JobFilter filter, int limit, int offset) {
        return filtered("SELECT *", filter, " ORDER BY id DESC LIMIT :limit OFFSET :offset")
                .param("limit", limit)
                .param("offset", offset)
                .query(JobStore::job)
                .list();
    }

    long count(JobFilter filter) {
        return filtered("SELECT count(*)", filter, "").query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String select, JobFilter filter, String order) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder sql = new StringBuilder(select).append(" FROM job WHERE 1 = 1");
        if (filter.reach().limited()) {
            sql.append(
                    filter.own() == null
                            ? " AND project_id IN (:projects)"
                            : " AND (project_id IN (:projects) OR (project_id IS NULL AND owner_id = :self))");
            parameters.put("projects", filter.reach().ids());
            if (filter.own() != null) {
                parameters.put("self", filter.own());
            }
        }
        if (filter.ownerId() != null) {
            sql.append(" AND owner_id = :owner");
            parameters.put("owner", filter.ownerId());
        }
        if (filter.subjectId() != null) {
            sql.append(" AND subject_id = :subject");
            parameters.put("subject", filter.subjectId());
        }
        if (!filter.states().isEmpty()) {
            sql.append(" AND state IN (:states)");
            parameters.put("states", filter.states().stream().map(Enum::name).toList());
        }
        JdbcClient.StatementSpec statement =
                database.reader().sql(sql.append(order).toString());
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            statement = statement.param(parameter.getKey(), parameter.getValue());
        }
        return statement;
    }

    /** Jobs that neither ended nor wait in the queue of triggers; none unless a server died between the two. */
    List<Long> activeIds() {
        return database.writer()
                .sql("SELECT id FROM job WHERE state IN " + ACTIVE + " ORDER BY id")
                .query(Long.class)
                .list();
    }

    List<StepRecord> steps(long jobId) {
        return database.reader()
                .sql("SELECT * FROM job_step WHERE job_id = ? ORDER BY ordinal")
                .param(jobId)
                .query(JobStore::step)
                .list();
    }

    List<StepRecord> stepsNow(long jobId) {
        return database.writer()
                .sql("SELECT * FROM job_step WHERE job_id = ? ORDER BY ordinal")
                .param(jobId)
                .query(JobStore::step)
                .list();
    }

    /** How long the latest runs of each step took, newest first: at most the given number of jobs. */
    List<Duration> durations(String kind, String variant, int jobs) {
        return database.reader()
                .sql("""
                        SELECT s.name AS name, s.finished_at - s.started_at AS micros FROM job_step s
                        JOIN (SELECT id FROM job WHERE kind = :kind AND variant = :variant AND state = 'DONE'
                              ORDER BY id DESC LIMIT :jobs) j ON j.id = s.job_id
                        WHERE s.state = 'DONE' AND s.started_at IS NOT NULL AND s.finished_at IS NOT NULL""")
                .param("kind", kind)
                .param("variant", variant)
                .param("jobs", jobs)
                .query((row, number) -> new Duration(row.getString("name"), row.getLong("micros") / 1e6))
                .list();
    }

    /** How long one run of a step took. */
    record Duration(String step, double seconds) {}

    // --- carrying jobs out

    /** Takes the job up: from now on only the holder of the new fence may change it. Empty when it has ended. */
    Optional<JobRecord> takeUp(long id) {
        return database.writer()
                .sql("""
                        UPDATE job SET fence = fence + 1, state = CASE state WHEN 'QUEUED' THEN 'RUNNING' ELSE state END,
                               started_at = coalesce(started_at, :now)
                        WHERE id = :id AND state IN %s RETURNING *""".formatted(ACTIVE))
                .param("id", id)
                .param("now", now())
                .query(JobStore::job)
                .optional();
    }

    boolean cancelRequested(long id) {
        return database.writer()
                        .sql("SELECT cancel_requested FROM job WHERE id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** Writes down that somebody wants the job to end. False when it has ended already or is being undone. */
    boolean requestCancel(long id) {
        return database.writer()
                        .sql("UPDATE job SET cancel_requested = 1 WHERE id = ? AND state IN ('QUEUED', 'RUNNING')")
                        .param(id)
                        .update()
                == 1;
    }

    void beginStep(JobRecord job, StepRecord step, Job.StepState state, String intent) {
        database.inTransaction(() -> {
            hold(job);
            database.writer()
                    .sql("""
                            UPDATE job_step SET state = ?, intent = ?, attempts = attempts + 1, percent = 0, detail = NULL,
                                   started_at = ?, finished_at = NULL WHERE job_id = ? AND ordinal = ?""")
                    .params(state.name(), intent, now(), job.id(), step.ordinal())
                    .update();
        });
    }

    void endStep(
            JobRecord job, StepRecord step, Job.StepState state, @Nullable String detail, @Nullable String problem) {
        hold(job);
        database.writer()
                .sql("""
                        UPDATE job_step SET state = ?, detail = coalesce(?, detail), problem = ?, percent = ?, finished_at = ?
                        WHERE job_id = ? AND ordinal = ?""")
                .param(state.name())
                .param(detail)
                .param(problem)
                .param(state == Job.StepState.DONE ? 100.0 : 0.0)
                .param(now())
                .param(job.id())
                .param(step.ordinal())
                .update();
    }

    /** Notes why an attempt failed that is about to be repeated. */
    void noteFailure(JobRecord job, StepRecord step, String problem) {
        database.inTransaction(() -> {
            hold(job);
            database.writer()
                    .sql("UPDATE job_step SET problem = ? WHERE job_id = ? AND ordinal = ?")
                    .params(problem, job.id(), step.ordinal())
                    .update();
        });
    }

    /** Notes what a step waits for that is about to be run once more; that run was no attempt. */
    void noteWaiting(JobRecord job, StepRecord step, String waitingFor) {
        database.inTransaction(() -> {
            hold(job);
            database.writer()
                    .sql("UPDATE job_step SET detail = ?, attempts = ? WHERE job_id = ? AND ordinal = ?")
                    .params(waitingFor, step.attempts(), job.id(), step.ordinal())
                    .update();
        });
    }

    void progress(JobRecord job, StepRecord step, double percent, String detail) {
        database.inTransaction(() -> {
            hold(job);
            database.writer()
                    .sql("UPDATE job_step SET percent = ?, detail = ? WHERE job_id = ? AND ordinal = ?")
                    .params(percent, detail, job.id(), step.ordinal())
                    .update();
        });
    }

    void remember(JobRecord job, Map<String, String> memory) {
        int changed = database.writer()
                .sql("UPDATE job SET memory = ? WHERE id = ? AND fence = ?")
                .params(Json.write(memory), job.id(), job.fence())
                .update();
        if (changed == 0) {
            throw new FenceLost(job.id());
        }
    }

    void beginUndo(JobRecord job, @Nullable Problem cause) {
        database.inTransaction(() -> {
            hold(job);
            database.writer()
                    .sql("UPDATE job SET state = 'UNDOING', problem = ? WHERE id = ?")
                    .param(cause == null ? null : Json.write(cause))
                    .param(job.id())
                    .update();
        });
    }

    void end(JobRecord job, Job.State state) {
        hold(job);
        database.writer()
                .sql("UPDATE job SET state = ?, finished_at = ? WHERE id = ?")
                .params(state.name(), now(), job.id())
                .update();
    }

    /** Refuses when another server has taken the job up since. Part of the caller's transaction, so that nothing is half written. */
    private void hold(JobRecord job) {
        int held = database.writer()
                .sql("UPDATE job SET fence = fence WHERE id = ? AND fence = ?")
                .params(job.id(), job.fence())
                .update();
        if (held == 0) {
            throw new FenceLost(job.id());
        }
    }

    private long now() {
        return Database.micros(clock.instant());
    }

    private static JobRecord job(ResultSet row, int number) throws SQLException {
        return new JobRecord(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("title"),
                Job.State.valueOf(row.getString("state")),
                row.getString("owner_id"),
                row.getString("project_id"),
                new Job.Subject(
                        row.getString("subject_type"), row.getString("subject_id"), row.getString("subject_name")),
                row.getString("variant"),
                row.getString("request"),
                row.getString("plan"),
                row.getString("memory"),
                row.getString("problem"),
                row.getLong("fence"),
                row.getInt("cancel_requested") == 1,
                Database.instant(row.getLong("created_at")),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static StepRecord step(ResultSet row, int number) throws SQLException {
        return new StepRecord(
                row.getLong("job_id"),
                row.getInt("ordinal"),
                row.getString("name"),
                row.getString("title"),
                Job.StepState.valueOf(row.getString("state")),
                row.getString("intent"),
                row.getString("detail"),
                row.getDouble("percent"),
                row.getInt("attempts"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("problem"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return Database.instantOrNull((Number) row.getObject(column));
    }
}
