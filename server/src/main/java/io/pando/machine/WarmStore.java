package io.pando.machine;

import io.pando.api.WarmPool;
import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Warm pools and the machines in them, in the database. What changes a machine's state is to be called in its turn of placement. */
@Component
class WarmStore {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 6;

    private static final String MACHINES = """
            SELECT m.*, w.state AS warm_state, w.token AS warm_token, w.job_id AS warm_job, w.since AS warm_since
            FROM warm_machine w JOIN machine m ON m.id = w.machine_id""";

    private final Database database;
    private final Clock clock;

    WarmStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    // --- pools

    List<WarmPoolRecord> pools() {
        return database.writer()
                .sql("SELECT * FROM warm_pool ORDER BY image_id")
                .query(WarmStore::pool)
                .list();
    }

    Optional<WarmPoolRecord> pool(String imageId) {
        return database.writer()
                .sql("SELECT * FROM warm_pool WHERE image_id = ?")
                .param(imageId)
                .query(WarmStore::pool)
                .optional();
    }

    /** Says how it is to be from now on; what was in the way before is tried anew. */
    void put(String imageId, int size, @Nullable Integer vcpus, @Nullable Integer memoryMiB, String setBy) {
        database.writer()
                .sql("""
                        INSERT INTO warm_pool (image_id, size, vcpus, memory_mib, set_by, used, missed, failures, retry_at)
                        VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0)
                        ON CONFLICT (image_id) DO UPDATE SET size = excluded.size, vcpus = excluded.vcpus,
                            memory_mib = excluded.memory_mib, set_by = excluded.set_by, problem = NULL, failures = 0, retry_at = 0""")
                .param(imageId)
                .param(size)
                .param(vcpus)
                .param(memoryMiB)
                .param(setBy)
                .update();
    }

    /** The pool is another image's from now on, with all that was counted. That one must have none. */
    void movePool(String imageId, String otherId) {
        database.writer()
                .sql("UPDATE warm_pool SET image_id = ?, problem = NULL, failures = 0, retry_at = 0 WHERE image_id = ?")
                .params(otherId, imageId)
                .update();
    }

    void forgetPool(String imageId) {
        database.writer()
                .sql("DELETE FROM warm_pool WHERE image_id = ?")
                .param(imageId)
                .update();
    }

    void countUse(String imageId) {
        database.writer()
                .sql("UPDATE warm_pool SET used = used + 1, last_used_at = ? WHERE image_id = ?")
                .params(now(), imageId)
                .update();
    }

    void countMiss(String imageId) {
        database.writer()
                .sql("UPDATE warm_pool SET missed = missed + 1 WHERE image_id = ?")
                .param(imageId)
                .update();
    }

    /** @param problem null when nothing is in the way any more */
    void noteProblem(String imageId, @Nullable String problem) {
        database.writer()
                .sql("UPDATE warm_pool SET problem = ? WHERE image_id = ?")
                .param(problem)
                .param(imageId)
                .update();
    }

    /** A machine could not be made: the next one is after a pause, which grows. */
    void noteFailure(String imageId, String problem) {
        pool(imageId).ifPresent(pool -> {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pool.failures(), MOST_DOUBLINGS));
            database.writer()
                    .sql("UPDATE warm_pool SET problem = ?, failures = failures + 1, retry_at = ? WHERE image_id = ?")
                    .params(problem, Database.micros(clock.instant().plus(pause)), imageId)
                    .update();
        });
    }

    void noteSuccess(String imageId) {
        database.writer()
                .sql("UPDATE warm_pool SET problem = NULL, failures = 0, retry_at = 0 WHERE image_id = ?")
                .param(imageId)
                .update();
    }

    private static WarmPoolRecord pool(ResultSet row, int number) throws SQLException {
        return new WarmPoolRecord(
                row.getString("image_id"),
                row.getInt("size"),
                integer(row, "vcpus"),
                integer(row, "memory_mib"),
                row.getString("set_by"),
                row.getLong("used"),
                row.getLong("missed"),
                Database.instantOrNull((Number) row.getObject("last_used_at")),
                row.getString("problem"),
                row.getInt("failures"),
                Database.instant(row.getLong("retry_at")));
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        Number value = (Number) row.getObject(column);
        return value == null ? null : value.intValue();
    }

    // --- machines

    /** All, the one that came to its state first before others. */
    List<WarmMachine> machines() {
        return database.writer()
                .sql(MACHINES + " ORDER BY w.since, w.machine_id")
                .query(WarmStore::machine)
                .list();
    }

    List<WarmMachine> machinesOf(String imageId) {
        return database.writer()
                .sql(MACHINES + " WHERE w.image_id = ? ORDER BY w.since, w.machine_id")
                .param(imageId)
                .query(WarmStore::machine)
                .list();
    }

    List<WarmMachine> machinesOn(String hostId) {
        return database.writer()
                .sql(MACHINES + " WHERE m.host_id = ? ORDER BY w.since, w.machine_id")
                .param(hostId)
                .query(WarmStore::machine)
                .list();
    }

    Optional<WarmMachine> machine(String id) {
        return database.writer()
                .sql(MACHINES + " WHERE w.machine_id = ?")
                .param(id)
                .query(WarmStore::machine)
                .optional();
    }

    /** Whether a pool or a machine is there at all. */
    boolean any() {
        return database.reader()
                        .sql("SELECT (SELECT count(*) FROM warm_pool) + (SELECT count(*) FROM warm_machine)")
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** One is about to be made; its row among the machines is there already. */
    void insert(MachineRecord machine, String token) {
        database.writer()
                .sql(
                        "INSERT INTO warm_machine (machine_id, image_id, state, token, since) VALUES (?, ?, 'MAKING', ?, ?)")
                .params(machine.id(), machine.imageId(), token, now())
                .update();
    }

    void noteJob(String id, long jobId) {
        database.writer()
                .sql("UPDATE warm_machine SET job_id = ? WHERE machine_id = ?")
                .params(jobId, id)
                .update();
    }

    /** It waits from now on. False when it is to leave by now. */
    boolean ready(String id) {
        return database.writer()
                        .sql(
                                "UPDATE warm_machine SET state = 'READY', since = ? WHERE machine_id = ? AND state = 'MAKING'")
                        .params(now(), id)
                        .update()
                == 1;
    }

    /** It is to leave, and what it takes is promised to it no longer. False when it was claimed meanwhile, or is to leave already. */
    boolean leave(String id) {
        boolean leaving = database.writer()
                        .sql(
                                "UPDATE warm_machine SET state = 'LEAVING', since = ? WHERE machine_id = ? AND state <> 'LEAVING'")
                        .params(now(), id)
                        .update()
                == 1;
        if (leaving) {
            database.writer()
                    .sql("UPDATE machine SET state = 'DELETING' WHERE id = ?")
                    .param(id)
                    .update();
        }
        return leaving;
    }

    /** Takes one that is ready out of its pool, for whoever asks for it; false when that is not so any more. */
    boolean take(String id) {
        return database.writer()
                        .sql("DELETE FROM warm_machine WHERE machine_id = ? AND state = 'READY'")
                        .param(id)
                        .update()
                == 1;
    }

    /** It is gone, with everything that was made for it; nobody ever had it. */
    void forget(String id) {
        for (String table : List.of("warm_machine", "machine_disk", "machine_nic", "machine_hardware")) {
            database.writer()
                    .sql("DELETE FROM %s WHERE machine_id = ?".formatted(table))
                    .param(id)
                    .update();
        }
        database.writer()
                .sql("DELETE FROM machine WHERE id = ? AND owner_id = ''")
                .param(id)
                .update();
    }

    private static WarmMachine machine(ResultSet row, int number) throws SQLException {
        Number job = (Number) row.getObject("warm_job");
        return new WarmMachine(
                MachineStore.machine(row, number),
                WarmPool.State.valueOf(row.getString("warm_state")),
                row.getString("warm_token"),
                job == null ? null : job.longValue(),
                Database.instant(row.getLong("warm_since")));
    }

    private long now() {
        return Database.micros(clock.instant());
    }
}
